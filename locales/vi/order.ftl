limit-open = Ông/Bà đang có { $count } hồ sơ chờ kết quả, là số nhiều nhất cùng một lúc để hồ sơ nào cũng được xem kỹ. Khi một hồ sơ có kết quả, Ông/Bà gửi được ngay hồ sơ tiếp theo. Hồ sơ chờ lâu nhất là <b>{ $code }</b>, gửi ngày { $day }.
limit-day = Cảm ơn Ông/Bà: hôm nay Ông/Bà đã gửi { $count } hồ sơ, là số nhiều nhất trong một ngày. Từ <b>{ $at }</b>, Ông/Bà gửi tiếp được.
limit-early = Ông/Bà vẫn viết được ngay bây giờ. Bài viết được giữ lại để gửi sau.
limit-kept = Bài giới thiệu <b>{ $name }</b> được giữ nguyên đến ngày { $day }. Khi gửi được, Ông/Bà bấm nút dưới đây rồi bấm <b>Gửi</b>.
