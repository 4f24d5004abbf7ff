create schema notifications;
grant usage on schema notifications to lessonry_app;

create table notifications.notification (
  org_id      uuid not null references organisations.organisation (id),
  id          uuid not null,
  unique_key  text not null,
  person_id   uuid not null,
  kind        text not null,
  arguments   jsonb not null default '{}',
  path        text not null default '',
  created_at  timestamptz not null,
  read_at     timestamptz,
  primary key (org_id, id),
  constraint notification_once unique (org_id, unique_key)
);
comment on column notifications.notification.unique_key is 'Event, person and kind: handling an event twice makes one notification.';
select platform.distribute('notifications.notification');
alter table notifications.notification add foreign key (org_id, person_id) references people.person (org_id, id);
select platform.protect('notifications.notification');
create index notification_person on notifications.notification (org_id, person_id, id desc);
