# Tin gửi đến nhiều người.

cast-news-off = Tắt tin
cast-below-album = Ông/Bà có thể xem thêm hoặc tắt tin bằng các nút dưới đây.
