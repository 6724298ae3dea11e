"""Small values that are not running text: colours, opening hours, cells of a spreadsheet, names of pictures."""
