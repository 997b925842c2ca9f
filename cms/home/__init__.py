"""What the home page says of the lists today: counted when asked, kept nowhere."""
