"""The names of everything in Redis. The brand stands in braces, so that all keys of a brand share one hash slot.

{brand}:log                  stream   the one log: what, conversation, ref, by, detail
{brand}:c:<conversation>     hash     the conversation; its fields are named in codec.py
{brand}:m:<conversation>     hash     message id -> message
{brand}:t:<conversation>     zset     message id, scored by when it was said
{brand}:e:<conversation>     list     what people and responders did there
{brand}:al:<conversation>    hash     album -> the message that its parts join, for a day
{brand}:early:<conversation> <message> hash  what was done to a message that has not come, for a day
{brand}:hd:<conversation>    zset     messages that the network holds for our review, by when they were said
{brand}:ask:<conversation>   set      people whose words no responder has looked at yet
{brand}:asked:<conversation> set      people whose words the responders look at right now
{brand}:pend:<conversation>  set      drafts that wait for a decision
{brand}:contacts             hash     contact id -> contact
{brand}:d:<draft>            hash     a draft
{brand}:o:<delivery>         hash     a delivery
{brand}:ob:<conversation>    list     deliveries on their way, first in, first out
{brand}:ou:<conversation>    list     what moderation does there, on its way; it goes before the others
{brand}:q:<shelf>[@account]  zset     conversations by what a person looks for
{brand}:q:parked             zset     deliveries that a person must look at
{brand}:q:unreadable         zset     updates that nobody understood; {brand}:unreadable holds them
{brand}:q:closing[@account]  zset     conversations that wait for us, by when the network's window ends
{brand}:in:<contact>         string   the conversation in which somebody wrote in the last hour
{brand}:due:<queue>          zset     lanes by when they fall due; {brand}:held:, {brand}:again: belong to it
{brand}:a:<account>          hash     cursor, state, since when paused or stopped, and why; late: what came in late
                                      so far; rec, recat: how much it was, and when
{brand}:mode                 hash     level, since, by, why, until
{brand}:ledger               stream   what the responders made of each turn; fields in ledger.py
{brand}:l:<conversation>     list     where its newest decisions stand in the ledger
{brand}:spent:<responder>:<day or month> hash  m millionths of money, t tokens
{brand}:cost:<account>:<day or month> hash  what calls cost: thing -> how many (of a day), '' the amount;
                                      {brand}:costseen:<account>:<day> digests of ids counted that day, for two days;
                                      {brand}:costplans account -> words, next look, budget
{brand}:grants               hash     slice -> who let it go out alone, when, why; {brand}:ungranted who took it back;
                                      {brand}:askgrants what is proposed, {brand}:nogrants who declined that
{brand}:alone:<p or c>:<contact or conversation> zset  answers that nobody decided, of the time that limits speak of;
                                      {brand}:cool: until when there are no more, and why
{brand}:vault                hash     account/name -> what the account keeps secret, sealed; the keys are not in Redis
{brand}:lessons              hash     lesson -> what was decided on it, when and by whom
{brand}:people               hash     name -> person; {brand}:login:<digest> one signed-in browser
{brand}:card:<surface>:<conversation> hash  its post there, and which message shows which draft; fields in cards.lua
{brand}:cardof:<surface>     hash     post -> conversation; {brand}:cardset:<surface> place in the log, small settings
{brand}:cardonce:<surface>:<what> string what only one process shall do there, for a while
{brand}:pace:<surface>       list     when posts were made in the last minute; {brand}:over: zset, those that wait;
                                      {brand}:overof:, {brand}:overn:, {brand}:overat: belong to it
{brand}:mail:<account/thread> stream  web chat's side, adapters' notes (these go when old); {brand}:mailkeys: its keys
{brand}:jdg:<conversation>   zset     messages that no rule has looked at yet, by when they came to us
{brand}:k:<number>           hash     a case; its fields are named in case_codec.py; {brand}:kseq the last number
{brand}:q:cases[@account]    zset     numbers of cases, by themselves: the order in which they were opened
{brand}:kof:<contact>        list     numbers of somebody's cases, newest first, {brand}:kon:<conversation> hash: of a
                                      message's; {brand}:kcode hash: code -> number
{brand}:mp:<contact>         hash     what moderation knows of somebody: ok who allowed them, lb labels, same their
                                      group, st strikes [[at, points, case]...], n how many cases stand,
                                      mu:<conversation> until when they are muted there, bl:<conversation> by which
                                      case they are blocked
{brand}:same:<group>         set      contacts who are one person, as somebody of ours confirmed
{brand}:blocked:<account>    set      people who are not heard: an id, or a group's conversation and an id; how many
                                      messages were dropped is counted in {brand}:dropped:<account> by day
{brand}:crowd:<s, w, f or n>:<of what> zset  who said the same or wrote at all lately, for as long as rules ask
{brand}:rulesrev             string   counts the changes of {brand}:rules and {brand}:measures
{brand}:told:, {brand}:rulesaid:, {brand}:wrong:<contact> string  what somebody got or tried lately;
                                      {brand}:tells:, {brand}:untold:<rule>, {brand}:unknown: the same of the team
{brand}:slowed:<conversation> string  the case that slowed it down, for an hour
{brand}:modday:<day>         hash     counts of the day with that number since 1970: c:<rule> cases, u:<rule> undone,
                                      d:<action> done; for 400 days
{brand}:rules                hash     rule -> how it stands; fields in case_codec.py; {brand}:rulen:<rule>@<version>
                                      its counts, {brand}:rulelast: its newest cases, both for 90 days once there is
                                      another version; {brand}:match:<rule> zset: ids of matches by when,
                                      {brand}:matches hash: id -> match
{brand}:flags                zset     "<conversation> <message>" that waits to be judged, by how bad it is;
                                      {brand}:flagof hash: the same -> flag
{brand}:measures             hash     id -> what is switched on for bad days; {brand}:frozen hash: account or
                                      conversation in which no responder answers -> until when
{brand}:tohide               list     ms from arrival to out of sight, of the newest thousand
{brand}:seq, {brand}:salt    string   the last draft's number; what makes delivery ids ours; {brand}:share
                                      signs the addresses of files that networks fetch
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """The key names of one brand."""

    brand: str

    @property
    def prefix(self) -> str:
        """What every key of the brand begins with, and the one key that scripts are routed by."""
        return f"{{{self.brand}}}:"

    def __call__(self, *parts: str) -> str:
        """The key named by these parts."""
        return self.prefix + ":".join(parts)
