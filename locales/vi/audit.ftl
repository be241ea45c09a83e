# Trong sổ theo dõi: hệ thống tự làm; tên đã được xoá.
actor-system = Hệ thống
actor-removed = (tên đã xoá)
