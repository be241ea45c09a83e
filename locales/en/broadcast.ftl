# Messages to many.

cast-news-off = Turn news off
cast-below-album = Use the buttons below to read more or to turn news off.
