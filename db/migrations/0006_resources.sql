create schema resources;
grant usage on schema resources to lessonry_app;

create table resources.location (
  org_id      uuid not null references organisations.organisation (id),
  id          uuid not null,
  name        text not null check (length(name) between 1 and 120),
  address     text not null default '',
  zone        text not null,
  is_online   boolean not null default false,
  created_at  timestamptz not null,
  primary key (org_id, id),
  constraint location_name_taken unique (org_id, name)
);
comment on column resources.location.is_online is 'Lessons by video happen here; nobody travels to it.';
select platform.distribute('resources.location');
select platform.protect('resources.location');

create table resources.travel (
  org_id            uuid not null references organisations.organisation (id),
  from_location_id  uuid not null,
  to_location_id    uuid not null,
  minutes           integer not null check (minutes between 0 and 600),
  check (from_location_id <> to_location_id),
  primary key (org_id, from_location_id, to_location_id)
);
comment on table resources.travel is 'How long a teacher needs from one location to another. The way back takes as long unless it has a row of its own.';
select platform.distribute('resources.travel');
alter table resources.travel
  add foreign key (org_id, from_location_id) references resources.location (org_id, id),
  add foreign key (org_id, to_location_id) references resources.location (org_id, id);
select platform.protect('resources.travel');
create index travel_to on resources.travel (org_id, to_location_id);

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

create table resources.paper (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  resource_id  uuid not null,
  name         text not null check (length(name) between 1 and 120),
  expires_on   date not null,
  primary key (org_id, id),
  constraint paper_name_taken unique (org_id, resource_id, name)
);
comment on table resources.paper is 'What a resource may not be used without: an insurance, an inspection, a permit.';
comment on column resources.paper.expires_on is 'The last day on which it counts; no lesson is planned after it.';
select platform.distribute('resources.paper');
alter table resources.paper add foreign key (org_id, resource_id) references resources.resource (org_id, id);
select platform.protect('resources.paper');
