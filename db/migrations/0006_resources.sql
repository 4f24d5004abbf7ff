create schema resources;
grant usage on schema resources to lessonry_app;

create table resources.location (
  org_id      uuid not null references organisations.organisation (id),
  id          uuid not null,
  name        text not null check (length(name) between 1 and 120),
  address     text not null default '',
  zone        text not null,
  created_at  timestamptz not null,
  primary key (org_id, id),
  constraint location_name_taken unique (org_id, name)
);
select platform.distribute('resources.location');
select platform.protect('resources.location');

create table resources.resource (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  kind         text not null check (kind in ('room', 'vehicle', 'equipment')),
  location_id  uuid not null,
  name         text not null check (length(name) between 1 and 120),
  description  text not null default '',
  capacity     integer check (capacity > 0),
  features     text[] not null default '{}',
  is_active    boolean not null default true,
  created_at   timestamptz not null,
  primary key (org_id, id),
  constraint resource_name_taken unique (org_id, kind, name)
);
comment on column resources.resource.capacity is 'People at once, the teacher not counted; null when nobody said.';
select platform.distribute('resources.resource');
alter table resources.resource add foreign key (org_id, location_id) references resources.location (org_id, id);
select platform.protect('resources.resource');
create index resource_location on resources.resource (org_id, location_id);
