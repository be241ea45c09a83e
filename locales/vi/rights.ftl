menu-mydata = Dữ liệu của tôi: xem, nhận, xoá
button-mydata = Dữ liệu của tôi
# Mục /dulieu
rights-title = <b>Dữ liệu đang giữ về Ông/Bà</b>
rights-account = • Tên và tài khoản nhắn tin: { $name }
rights-sent = • Hồ sơ đã gửi: { $count }; ảnh, video và tệp: { $files }
rights-entered = • Hồ sơ Ông/Bà nhập hộ người khác: { $count }
rights-messages = • Tin trao đổi với cán bộ: { $count }
rights-draft = • Một bài đang viết dở, chưa gửi
rights-agreed = • Ông/Bà đồng ý với thông báo dữ liệu ngày { $day }
rights-agreed-until = • Ông/Bà đồng ý với thông báo dữ liệu ngày { $day }, đã rút lại ngày { $end }
rights-agreed-none = • Ông/Bà chưa đồng ý với thông báo dữ liệu
rights-news = • Nhận tin: có, từ { $day }
rights-news-none = • Nhận tin: không
rights-news-never = • Nhận tin: chưa được hỏi
rights-news-asked = • Nhận tin: được hỏi lúc { $day }, không nhận
rights-news-until = • Nhận tin: từ { $day } đến { $end }
rights-restricted = • Ông/Bà đang được đề nghị tạm dừng gửi bài
rights-role = • Vai trò: { $role }
rights-law =
    Theo Luật Bảo vệ dữ liệu cá nhân (số 91/2025/QH15), Ông/Bà có quyền biết, xem, nhận dữ liệu của mình, rút lại sự đồng ý và yêu cầu xoá.

    Cần hỏi thêm, hoặc cần sửa điều gì chưa đúng, xin Ông/Bà liên hệ cơ quan thi đua – khen thưởng của tỉnh.
rights-file = Nhận tệp dữ liệu của tôi
rights-file-name = du-lieu-cua-toi-{ $day }.html
rights-file-name-part = du-lieu-cua-toi-{ $day }-phan-{ $part }.html
rights-file-soon = Hệ thống đang làm tệp dữ liệu. Tệp sẽ được gửi đến Ông/Bà trong ít phút.
rights-file-part = <b>Phần { $part }/{ $count }</b>
rights-file-sent =
    Đây là tất cả dữ liệu hệ thống giữ về Ông/Bà. Ông/Bà bấm vào tệp để đọc; tệp in ra giấy được.

    Ảnh, video và tệp Ông/Bà đã gửi được ghi tên trong đó, không kèm theo; bản gốc vẫn nằm trong khung trò chuyện này.

    Trong tệp có số điện thoại và lời kể của Ông/Bà, xin giữ cẩn thận.
rights-file-made = Hệ thống đã gửi tệp dữ liệu cho Ông/Bà lúc { $at }. Mỗi ngày chỉ làm một tệp. Ông/Bà lấy được tệp mới từ { $next }.
rights-disagree = Rút lại đồng ý
rights-disagree-ask =
    <b>Rút lại sự đồng ý</b>

    Nếu rút lại:
    • Ông/Bà không gửi được hồ sơ mới, cho đến khi đồng ý lại.
    • Bài đang viết dở được xoá.
    • Hệ thống không gửi tin nữa.
    • Hồ sơ đã gửi vẫn ở lại cơ quan và vẫn được xem xét. Muốn xoá cả hồ sơ, Ông/Bà chọn <b>Yêu cầu xoá dữ liệu</b>.

    Ông/Bà muốn rút lại không?
rights-disagree-sure = Rút lại sự đồng ý
rights-disagreed = Đã rút lại sự đồng ý của Ông/Bà. Khi muốn giới thiệu thêm, Ông/Bà bấm /start và đồng ý lại. Trân trọng cảm ơn Ông/Bà.
rights-erase = Yêu cầu xoá dữ liệu
rights-erase-member = Ông/Bà đang có vai trò trong đội ngũ xét duyệt nên chưa xoá được dữ liệu. Trước hết, xin Ông/Bà nhờ quản trị viên thôi giao việc cho mình.
rights-erase-restricted = Ông/Bà đang được đề nghị tạm dừng gửi bài nên chưa xoá được dữ liệu ở đây. Hết thời gian ấy, Ông/Bà xoá được. Muốn xoá sớm hơn, xin Ông/Bà liên hệ cơ quan thi đua – khen thưởng của tỉnh.
rights-erase-at-once =
    <b>Xoá dữ liệu của Ông/Bà</b>

    <b>Xoá ngay:</b> tên và mã tài khoản nhắn tin, số điện thoại, bài viết dở, tin trao đổi với cán bộ, lựa chọn nhận tin, và hồ sơ Ông/Bà đã rút.
rights-erase-undecided = <b>Rút và xoá luôn:</b> { $count } hồ sơ chưa có kết quả, cùng ảnh và tệp trong đó. Những hồ sơ này sẽ không được xem xét nữa.
rights-erase-decided = <b>Bỏ tên Ông/Bà:</b> hồ sơ đã có kết quả. Việc tốt và người được giới thiệu vẫn được giữ làm hồ sơ của cơ quan, nhưng không còn tên, số điện thoại và tài khoản của Ông/Bà.
rights-erase-kept = <b>Vẫn giữ:</b> sổ theo dõi của cơ quan, ghi việc gì đã làm vào lúc nào. Tên và lời của Ông/Bà được xoá khỏi sổ. Thời điểm Ông/Bà đồng ý và rút lại cũng được giữ, không kèm tên. Pháp luật cho phép cơ quan giữ phần này để chứng minh việc đã làm.
rights-erase-others =
    <b>Ông/Bà tự xoá:</b> khung trò chuyện này trong ứng dụng nhắn tin.

    Người được giới thiệu muốn xoá dữ liệu của chính họ thì viết cho cơ quan thi đua – khen thưởng của tỉnh.
rights-erase-next = Đã đọc, xoá dữ liệu
rights-erase-ask = Đã xoá thì <b>không lấy lại được</b>. Ông/Bà chắc chắn muốn xoá?
rights-erase-sure = Xoá vĩnh viễn
rights-erase-no = Không xoá
rights-erased = Dữ liệu của Ông/Bà đã được xoá. Hệ thống không còn giữ thông tin nào cho biết Ông/Bà là ai. Khi nào muốn trở lại, Ông/Bà bấm /start. Trân trọng cảm ơn Ông/Bà.
toast-rights-none = Ông/Bà hiện không có sự đồng ý nào để rút lại.
toast-rights-again = Xin Ông/Bà xác nhận lại.
# Tệp dữ liệu
data-title = Dữ liệu của tôi – Hoa Đẹp
data-made = Tệp làm lúc { $at }, giờ Việt Nam.
data-account = Tài khoản
data-name = Tên hiển thị: { $value }
data-channel = Ứng dụng nhắn tin: { $value }
data-address = Mã tài khoản: { $value }
data-app-language = Ngôn ngữ của ứng dụng: { $value }
data-language = Ngôn ngữ trò chuyện: { $value }
data-since = Lần đầu nhắn tin: { $value }
data-member = Nhận vai trò trong đội ngũ: { $day }
data-draft = Bài viết dở, chưa gửi
data-draft-name = Người được giới thiệu: { $value }
data-draft-entered = Một hồ sơ Ông/Bà đang nhập hộ người khác. Đó là dữ liệu của người ấy nên không ghi ở đây.
data-file = { $number }. { $kind } { $name }
data-asked = { $at } – Cán bộ hỏi thêm: { $text }
data-answer = Ông/Bà trả lời ({ $item }): { $text }
data-message = { $at } – { $who }: { $text }
data-appeal = { $at } – Ông/Bà đề nghị xem lại: { $text }
data-sanctions = Hạn chế
data-sanction = { $kind }, từ { $at } đến { $end }. Lý do: { $reason }
data-news = Tin đã gửi cho Ông/Bà
data-news-row = { $at } – { $text }
data-news-unsure = { $at } – (có thể chưa đến nơi) { $text }
data-news-files = kèm { $count } ảnh, video hoặc tệp
data-acts = Việc đã ghi trong sổ theo dõi
data-by-you = Ông/Bà
data-by-office = Cơ quan
data-act = { $at } – { $who }: { $act } { $code }
data-rights = Quyền của Ông/Bà
