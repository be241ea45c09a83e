# Báo quản trị viên, mỗi ngày một lần khi còn lỗi
alarm-backup =
    ⚠️ Hôm nay hệ thống chưa tạo được bản sao dự phòng của dữ liệu.

    Dữ liệu hiện có không bị mất, nhưng nếu máy chủ hỏng thì không có bản sao mới. Đề nghị Ông/Bà báo người vận hành chạy lệnh <code>hoadep check</code> để xem nguyên nhân (hết chỗ trống, thư mục không ghi được).
