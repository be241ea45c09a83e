# Báo quản trị viên, mỗi ngày một lần khi còn lỗi
alarm-backup =
    ⚠️ Hôm nay hệ thống chưa tạo được bản sao lưu của dữ liệu.

    Dữ liệu hiện có không bị mất, nhưng nếu máy chủ hỏng thì không có bản sao mới. Xin Ông/Bà báo người vận hành chạy lệnh <code>hoadep check</code> để xem nguyên nhân (hết chỗ trống, thư mục không ghi được).

# hoadep retention: đầu bảng, từng loại dữ liệu, kết quả
retention-head-kind = loại
retention-head-days = ngày
retention-head-count = quá hạn
retention-head-since = cũ nhất
retention-head-what = sẽ làm gì
retention-files = hồ sơ không được ghi nhận hoặc đã rút: xoá ảnh và tệp, giữ phần chữ
retention-refused = hồ sơ không được ghi nhận hoặc đã rút: xoá tên, điện thoại, lời kể và mọi tin; giữ mã, địa bàn, kết quả
retention-thread = tin nhắn giữa cán bộ xét duyệt và người giới thiệu về hồ sơ đã xong: xoá
retention-notes = ghi chú nội bộ về hồ sơ đã xong: xoá
retention-ledger = danh sách ai đã nhận tin nào: xoá từng dòng, giữ con số
retention-idle = người không gửi gì, không nhận tin, không còn dùng: xoá dữ liệu cá nhân
retention-dead = tin không gửi được hoặc đã đặt sang một bên: xoá
retention-turns = lượt xử lý bị lỗi: xoá
retention-aside = cuộc trò chuyện của phiên bản mới hơn: xoá
retention-uploads = tệp do hệ thống tạo để gửi: xoá
retention-cards = dấu vết kỹ thuật của thẻ hồ sơ đã quyết định: xoá
retention-slots = dấu vết của tin nhắn có thể cập nhật: xoá
retention-events = số hiệu sự kiện đã xử lý: xoá
retention-mornings = ai đã nhận bản tổng hợp mỗi sáng: xoá
retention-done = Đã xử lý { $count } mục quá hạn; sổ theo dõi đã ghi.
