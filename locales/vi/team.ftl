role-reviewer = Cán bộ xét duyệt
role-editor = Biên tập viên
role-admin = Quản trị viên
invite-which = Ông/Bà muốn mời ai?
invite-reviewer = Mời cán bộ xét duyệt
invite-admin = Mời quản trị viên
invite-made =
    <b>{ $role }</b>: Ông/Bà chuyển đường liên kết này cho đúng một người. Liên kết dùng được một lần, đến { $until }. Ông/Bà có thể đổi hạn bằng nút dưới đây.

    { $link }
invite-accepted = Chào mừng Ông/Bà. Từ nay Ông/Bà là <b>{ $role }</b>. Bấm /hangcho để xem hồ sơ đang chờ, /trogiup để xem những việc khác.
invite-joined = { $who } đã nhận lời mời làm <b>{ $role }</b>.
invite-already = Ông/Bà đã có quyền này rồi, nên lời mời vẫn còn dùng được cho người khác.
invite-used = Lời mời này đã được dùng. Xin Ông/Bà hỏi người gửi một lời mời mới.
invite-expired = Lời mời này đã hết hạn. Xin Ông/Bà hỏi người gửi một lời mời mới.
invite-unknown = Hệ thống không nhận ra đường liên kết này. Mời Ông/Bà bấm /start.
team-title = <b>Đội ngũ</b> ({ $count })
team-row = { $who } – { $role }
team-row-configured = { $who } – { $role } (theo cấu hình)
team-dismiss-ask = Thôi giao việc cho <b>{ $who }</b> ({ $role })? Có hiệu lực ngay.
team-dismiss-sure = Thôi giao việc
team-dismissed = Đã thôi giao việc cho { $who }.
team-thanked = Từ nay Ông/Bà thôi giữ vai trò <b>{ $role }</b>. Trân trọng cảm ơn Ông/Bà.
team-last-admin = Đây là quản trị viên cuối cùng nên không thể thôi giao việc.
team-configured = { $who } là quản trị viên theo cấu hình của hệ thống nên không thể thôi giao việc ở đây. Xin Ông/Bà nhờ người vận hành hệ thống.
team-back = ‹ Đội ngũ
team-gone = Người này không còn trong đội ngũ.
