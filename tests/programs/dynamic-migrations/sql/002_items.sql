create table items (id bigint primary key, order_id bigint references orders);
