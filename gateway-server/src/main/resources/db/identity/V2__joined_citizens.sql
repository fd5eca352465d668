-- Each account is a citizen of its own, and joined ones share a root: whoever takes an account away
-- takes its pseudonyms along and no others. Where an account was lost by disuse, the keeper goes on
-- with what was its. An account that was linked before it had a citizen gets
-- one now, by the link's own id, which is as random.
alter table citizen add column joined_assurance smallint;
alter table citizen add column joined_notified boolean default false not null;
alter table citizen add column joined_at bigint;
alter table citizen add column by_link boolean default false not null;
alter table citizen add column keeper varchar(22);
insert into citizen (id, root, created_at, joined_assurance, joined_at, by_link)
  select l.id, c.root, l.created_at, l.assurance, l.created_at, true
  from home_link l join citizen c on c.id = l.citizen_id
  where exists (
    select 1 from home_link older
    where older.citizen_id = l.citizen_id
      and (older.created_at < l.created_at
        or (older.created_at = l.created_at and older.id < l.id)));
update home_link set citizen_id = id where id in (select id from citizen);
update citizen
  set joined_assurance = (select min(l.assurance) from home_link l where l.citizen_id = citizen.id),
    joined_at = created_at
  where root <> id and joined_at is null;
drop index home_link_citizen;
create unique index home_link_citizen on home_link (citizen_id);

-- What the citizen read as asked for, also what was left out: asking for less is nothing new.
alter table consent add column shown varchar(4000);
update consent set shown = attributes;
alter table consent alter column shown set not null;

-- Whether the means of the sign-in were notified under the eIDAS regulation.
alter table citizen_session add column notified boolean default false not null;
