-- What the operation of the gateway needs beside V1.

-- Auditors look for all that happened in one transaction.
create index audit_event_sign_in on audit_event (sign_in_id);

-- What became of telling each service of a logout, for the page that says so. A row that is
-- finished keeps nothing sealed, and is deleted an hour later.
alter table logout_delivery add column logout_hash bytea;
alter table logout_delivery add column state varchar(10) default 'WAITING' not null;
alter table logout_delivery add column finished_at bigint;
alter table logout_delivery alter column sealed drop not null;
create index logout_delivery_logout on logout_delivery (logout_hash);

-- Records that staff wants to be erased, which wait for a second person. Deleted with the citizen,
-- when rejected, or after 90 days.
create table erasure_proposal (
  id varchar(22) primary key,
  citizen_id varchar(22) not null references citizen (id) on delete cascade,
  named_by varchar(300) not null,
  reason varchar(2000) not null,
  proposed_by varchar(200) not null,
  proposed_at bigint not null
);
create index erasure_proposal_citizen on erasure_proposal (citizen_id);
