"""Small values that are no running text: colours, hours, phone numbers, cells of a spreadsheet, names of pictures."""
