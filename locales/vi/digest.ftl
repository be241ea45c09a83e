digest-title = 🌼 <b>Kính chào Ông/Bà, { $day }</b>
digest-waiting = Đang chờ xem xét: <b>{ $count }</b> hồ sơ
digest-line = • { $what }: <b>{ $count }</b>
digest-all = Xem tất cả
digest-overdue = <b>Những hồ sơ quá hạn lâu nhất</b>
digest-overdue-held = • <b>{ $code }</b> – { $name }: quá { $days } ngày làm việc, { $who } đang xử lý
digest-overdue-free = • <b>{ $code }</b> – { $name }: quá { $days } ngày làm việc, chưa ai nhận
digest-overdue-more = Tất cả có { $count } hồ sơ quá hạn.
