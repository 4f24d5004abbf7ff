create schema catalogue;
grant usage on schema catalogue to lessonry_app;

create table catalogue.offering (
  org_id                 uuid not null references organisations.organisation (id),
  id                     uuid not null,
  title                  text not null check (length(title) between 1 and 160),
  description            text not null default '',
  subject                text not null default '',
  level                  text not null default '',
  format                 text not null default 'in_person' check (format in ('in_person', 'online')),
  duration_minutes       integer not null check (duration_minutes between 5 and 1440),
  places                 integer not null default 1 check (places between 1 and 1000),
  confirmation           text not null default 'office' check (confirmation in ('office', 'instant')),
  grid_minutes           integer not null default 15 check (grid_minutes between 5 and 240),
  buffer_before_minutes  integer not null default 0 check (buffer_before_minutes between 0 and 240),
  buffer_after_minutes   integer not null default 0 check (buffer_after_minutes between 0 and 240),
  notice_minutes         integer not null default 720 check (notice_minutes between 0 and 525600),
  furthest_days          integer not null default 90 check (furthest_days between 1 and 730),
  is_active              boolean not null default true,
  hue                    smallint not null default 1 check (hue between 1 and 8),
  created_at             timestamptz not null,
  primary key (org_id, id)
);
comment on column catalogue.offering.places is 'More than one makes it a group offering.';
select platform.distribute('catalogue.offering');
select platform.protect('catalogue.offering');
create index offering_title on catalogue.offering (org_id, is_active, title, id);

create table catalogue.offering_need (
  org_id       uuid not null references organisations.organisation (id),
  offering_id  uuid not null,
  position     smallint not null check (position between 1 and 10),
  kind         text not null check (kind in ('room', 'vehicle', 'equipment')),
  features     text[] not null default '{}',
  primary key (org_id, offering_id, position)
);
comment on table catalogue.offering_need is 'What every lesson takes beside its teacher: one free resource for each row, and no resource twice.';
comment on column catalogue.offering_need.features is 'Every one of these must be among the features of the resource.';
select platform.distribute('catalogue.offering_need');
alter table catalogue.offering_need add foreign key (org_id, offering_id) references catalogue.offering (org_id, id);
select platform.protect('catalogue.offering_need');

create table catalogue.price (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  offering_id  uuid not null,
  amount       bigint not null check (amount >= 0),
  currency     text not null check (currency ~ '^[A-Z]{3}$'),
  valid_from   timestamptz not null,
  primary key (org_id, id)
);
comment on table catalogue.price is 'The price of one lesson for one student; the latest that is valid counts, and of two that begin together the one made last.';
comment on column catalogue.price.amount is 'In the smallest unit of the currency (ISO 4217).';
select platform.distribute('catalogue.price');
alter table catalogue.price add foreign key (org_id, offering_id) references catalogue.offering (org_id, id);
select platform.protect('catalogue.price', 'select, insert');
create index price_in_force on catalogue.price (org_id, offering_id, valid_from desc, id desc);

create table catalogue.offering_teacher (
  org_id       uuid not null references organisations.organisation (id),
  offering_id  uuid not null,
  teacher_id   uuid not null,
  primary key (org_id, offering_id, teacher_id)
);
select platform.distribute('catalogue.offering_teacher');
alter table catalogue.offering_teacher
  add foreign key (org_id, offering_id) references catalogue.offering (org_id, id),
  add foreign key (org_id, teacher_id) references people.person (org_id, id);
select platform.protect('catalogue.offering_teacher');
create index offering_teacher_teacher on catalogue.offering_teacher (org_id, teacher_id);
