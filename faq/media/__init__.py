"""Where pictures and PDFs lie: in a folder, or in a bucket that several hosts share."""
