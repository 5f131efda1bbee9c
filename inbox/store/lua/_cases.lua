-- Cases: what moderation did to whom and why, in the words of case_codec.py. For the scripts that open, change or undo one.
-- In KEYS[1]'s brand: k:<n> the case, kseq, kcode, kof:<contact>, kon:<conversation> (message -> numbers of its cases),
-- mp:<contact> what is known of the person, and the days' counts, which stand under the number of the day since 1970.
local DAYS_KEPT, CASES_OF_ONE = 400, 200
local SLOW_LASTS = 3600 -- seconds; what a rule slowed down goes its way again then
local TAKES_AWAY = { hide = true, remove = true } -- out of sight; a mute or a block leaves the message where it is

local function count_day(field, by)
  local key = p .. 'modday:' .. math.floor(now / 86400000)
  call('HINCRBY', key, field, by or 1)
  call('EXPIRE', key, DAYS_KEPT * 86400)
end

-- The decoded list behind a field of JSON, {} when there is none; and the JSON of a list, which cjson would write as {}.
local function list_of(text)
  return text and text ~= '' and cjson.decode(text) or {}
end

local function list_text(list)
  return #list == 0 and '[]' or cjson.encode(list)
end

local function add_label(conv, account, label, by)
  local labels = list_of(call('HGET', p .. 'c:' .. conv, 'lb'))
  for _, old in ipairs(labels) do
    if old == label then return end
  end
  labels[#labels + 1] = label
  call('HSET', p .. 'c:' .. conv, 'lb', cjson.encode(labels))
  shelve('label:' .. label, conv, account, now)
  record('conversation.labelled', conv, '', by, label)
end

-- ---------------------------------------------------------------------------------------------------------- strikes

local function person_key(account, person)
  return p .. 'mp:' .. account .. '/' .. person
end

-- The points of a list of strikes as they count now: half of them are left after `half_life` ms, a quarter after two.
local function points_now(strikes, half_life)
  local points = 0
  for _, strike in ipairs(strikes) do points = points + strike[2] * 0.5 ^ (math.max(0, now - strike[1]) / half_life) end
  return points
end

-- The keys of somebody on all networks on which one of ours confirmed that they are the same.
local function same_people(account, person)
  local key = person_key(account, person)
  local group = call('HGET', key, 'same')
  if not group or group == '' then return { key } end
  local keys = {}
  for _, contact in ipairs(call('SMEMBERS', p .. 'same:' .. group)) do keys[#keys + 1] = p .. 'mp:' .. contact end
  return keys
end

-- Gives somebody points for a case; answers how many count now without and with these, over all their accounts.
local function strike(account, person, points, number, half_life)
  local before = 0
  for _, key in ipairs(same_people(account, person)) do
    before = before + points_now(list_of(call('HGET', key, 'st')), half_life)
  end
  local key = person_key(account, person)
  local strikes = {}
  for _, one in ipairs(list_of(call('HGET', key, 'st'))) do -- after twenty half-lives a millionth is left
    if now - one[1] < 20 * half_life then strikes[#strikes + 1] = one end
  end
  strikes[#strikes + 1] = { now, points, number }
  call('HSET', key, 'st', cjson.encode(strikes))
  return before, before + points
end

local function forget_strikes(account, person, number)
  local key, left = person_key(account, person), {}
  for _, one in ipairs(list_of(call('HGET', key, 'st'))) do
    if one[3] ~= number then left[#left + 1] = one end
  end
  call('HSET', key, 'st', list_text(left))
end

-- ------------------------------------------------------------------------------------------------------------ deeds

-- Puts one action of a case (or of none) on its way, decided already: `body` is its proposal, `by` who decides (JSON),
-- `author` their name. What speaks waits in the conversation's line like any reply; all else goes before it. Answers the delivery.
local function act_for_case(number, conv, account, body, about, by, author, due, speaks)
  local id = tostring(call('INCR', p .. 'seq'))
  call('HSET', p .. 'd:' .. id, 'st', 'pending', 'b', body, 'c', conv, 'a', account, 'ab', about, 'at', now,
    'sp', speaks and '1' or '0', 'to', author_of(conv, about))
  if number then call('HSET', p .. 'd:' .. id, 'cs', number) end
  settle_draft(id, 'approved', author, '')
  decided_in(id, mode_now())
  return enqueue(conv, account, id, cjson.decode(body).x, by, author, due, '', false, not speaks and number or nil), id
end

-- Whether something that was done to somebody in one conversation is the same in another: whom we shut out is shut out of
-- the account, but where we guard a group of that group alone.
local function same_place(kind, conv, other)
  if conv == other then return true end
  local function apart(one) return string.find(call('HGET', p .. 'c:' .. one, 'th') or '', '"k":"group"', 1, true) end
  return kind == 'block' and not apart(conv) and not apart(other)
end

local function same_kind(one, other)
  return one == other or (TAKES_AWAY[one] and TAKES_AWAY[other]) or false
end

-- The numbers of the cases in which something of a kind may stand: about a message (hide, remove), or for a person.
local function cases_with(kind, conv, account, message, person)
  if TAKES_AWAY[kind] then return list_of(call('HGET', p .. 'kon:' .. conv, message) or nil) end
  return person ~= '' and call('LRANGE', p .. 'kof:' .. account .. '/' .. person, 0, 49) or {}
end

-- The number of a case that stands and wants something of a kind, and how far that is: it is not taken back outside then.
local function wanted_still(kind, conv, account, message, person)
  for _, number in ipairs(cases_with(kind, conv, account, message, person)) do
    local k = call('HMGET', p .. 'k:' .. number, 'ut', 'c', 'dd')
    local deeds = (k[1] or '') == '' and same_place(kind, conv, k[2]) and list_of(k[3]) or {}
    for _, deed in ipairs(deeds) do
      local state = call('HGET', p .. 'o:' .. deed[2], 'st')
      local stands = deed[4] == '' and state ~= 'recalled' and state ~= 'discarded'
      if stands and same_kind(deed[1], kind) then return number, state end
    end
  end
  return nil
end

-- Lets a delivery be that waits to be sent, or whether that is tried again; answers whether it did wait, and whether it was
-- never done: what was tried before may have been.
local function let_be(id, conv, why)
  local o = call('HMGET', p .. 'o:' .. id, 'st', 'd', 'pd')
  if o[1] ~= 'queued' and o[1] ~= 'parked' then return false, false end
  local to = o[1] == 'queued' and 'recalled' or 'discarded'
  call('HSET', p .. 'o:' .. id, 'st', to)
  call('ZREM', p .. 'q:parked', id)
  if to == 'recalled' then take_out(conv, id) end
  settle_draft(o[2], 'outdated', '', why)
  record('delivery.' .. to, conv, id, '', why)
  return true, not o[3]
end

-- What is wanted anew must not be taken back by what was decided before: such a delivery that has not left never does.
-- Answers the deed that stays done by that, if there is one.
local ANEW = 'it is wanted anew'
local function keep_done(kind, conv, account, message, person)
  local kept = nil
  for _, number in ipairs(cases_with(kind, conv, account, message, person)) do
    local k = call('HMGET', p .. 'k:' .. number, 'c', 'dd')
    for _, deed in ipairs(same_place(kind, conv, k[1]) and list_of(k[2]) or {}) do
      if same_kind(deed[1], kind) and deed[4] ~= '' then
        local _, never_done = let_be(deed[4], k[1], ANEW)
        if never_done then kept = { deed[1], deed[2], deed[3], '' } end
      end
    end
  end
  for _, id in ipairs(call('LRANGE', p .. 'ob:' .. conv, 0, -1)) do -- by hand, and slower than what moderation does
    local back = call('HGET', p .. 'd:' .. call('HGET', p .. 'o:' .. id, 'd'), 'bk')
    local one = back and cjson.decode(back)
    if one and same_kind(one.kind, kind) and one.m .. one.p == (TAKES_AWAY[kind] and message or person) then
      let_be(id, conv, ANEW)
    end
  end
  return kept
end

-- Does the deeds of a case: each {kind, body, seconds, who knows them twice}; leaves out what stands already for this
-- person or place. Answers the list as the case keeps it.
local function do_deeds(number, conv, account, person, about, deeds, by, author, due)
  local done, key = {}, person ~= '' and person_key(account, person)
  for _, deed in ipairs(deeds) do
    local kind, body, seconds = deed[1], deed[2], deed[3] or 0
    local stands = false
    if kind == 'mute' then
      local till = tonumber(call('HGET', key, 'mu:' .. conv) or '0')
      stands = till >= now + seconds * 500 -- a mute that lasts half as long at least
      if not stands then call('HSET', key, 'mu:' .. conv, now + seconds * 1000) end
    elseif kind == 'block' then
      stands = call('HSETNX', key, 'bl:' .. conv, number) == 0
    elseif kind == 'slow' then
      stands = not call('SET', p .. 'slowed:' .. conv, number, 'EX', SLOW_LASTS, 'NX')
    end
    if not stands then
      keep_done(kind, conv, account, about, person)
      local delivery = act_for_case(number, conv, account, body, about, by, author, due)
      done[#done + 1] = { kind, delivery, seconds, '' }
    end
  end
  return done
end

-- What stands for a person by a mute or a block stands no more, so that it may be done again.
local function forget_deed(account, conv, person, kind)
  if kind == 'mute' then call('HDEL', person_key(account, person), 'mu:' .. conv) end
  if kind == 'block' then call('HDEL', person_key(account, person), 'bl:' .. conv) end
  if kind == 'slow' then call('DEL', p .. 'slowed:' .. conv) end
end

-- ------------------------------------------------------------------------------------------------------------ cases

local function cases_on(conv, message)
  return list_of(call('HGET', p .. 'kon:' .. conv, message) or nil)
end

-- The cases about a message that nobody took back, with the deeds of each.
local function standing_on(conv, message)
  local standing = {}
  for _, number in ipairs(cases_on(conv, message)) do
    local c = call('HMGET', p .. 'k:' .. number, 'ut', 'dd')
    if (c[1] or '') == '' then standing[#standing + 1] = { number, list_of(c[2]) } end
  end
  return standing
end

-- The number of a case that stands and keeps a message out of sight; nil where none does.
local function kept_away_by(conv, message)
  local blob = call('HGET', p .. 'm:' .. conv, message)
  local hidden = blob and (cjson.decode(blob).h or 0) ~= 0
  for _, one in ipairs(standing_on(conv, message)) do
    if #one[2] == 0 and hidden then return one[1] end -- it was out of sight already
    for _, deed in ipairs(one[2]) do
      local state = call('HGET', p .. 'o:' .. deed[2], 'st')
      local done = deed[4] == '' and state ~= 'recalled' and state ~= 'discarded'
      if TAKES_AWAY[deed[1]] and done then return one[1] end
    end
  end
  return nil
end

-- The judgements of a rule's matches, and what it did, count from now on.
local function count_anew(rule, r)
  r.g = now
  call('HSET', p .. 'rulen:' .. rule .. '@' .. r.v, 'right', 0, 'wrong', 0, 'acted', 0, 'undone', 0)
  call('DEL', p .. 'rulelast:' .. rule .. '@' .. r.v)
end

-- A rule whose cases people take back again and again acts no more, until its matches are judged anew.
local LAST_CASES, TOO_MANY, ONE_IN = 50, 5, 5
local function doubt_rule(rule, version)
  local text, undone = call('HGET', p .. 'rules', rule), 0
  local r = text and cjson.decode(text)
  if not r or r.v ~= version or r.s ~= 'force' then return end
  local last = call('LRANGE', p .. 'rulelast:' .. rule .. '@' .. version, 0, -1)
  for _, number in ipairs(last) do
    if (call('HGET', p .. 'k:' .. number, 'ut') or '') ~= '' then undone = undone + 1 end
  end
  if undone < TOO_MANY or undone * ONE_IN <= #last then return end
  r.s, r.t, r.b, r.y = 'shadow', now, '', undone .. ' of its last ' .. #last .. ' cases were undone'
  count_anew(rule, r)
  call('HSET', p .. 'rules', rule, cjson.encode(r))
  call('INCR', p .. 'rulesrev')
  log('rule.shadow', '', rule, '', r.y)
end

-- Writes a case down; `fields` are those of the hash besides where, who and when it was (flat: field, value...), `deeds`
-- the JSON list of what was done. Answers nothing; the number was taken by `next_case`.
local function next_case()
  return call('INCR', p .. 'kseq')
end

local function open_case(number, conv, account, message, person, author, reason, deeds, fields)
  local key = p .. 'k:' .. number
  call('HSET', key, 'at', now, 'a', account, 'c', conv, 'm', message, 'p', person, 'y', reason, 'dd', list_text(deeds),
    unpack(fields))
  call('ZADD', p .. 'q:cases', number, number)
  call('ZADD', p .. 'q:cases@' .. account, number, number)
  if message ~= '' then
    local known_on = cases_on(conv, message)
    known_on[#known_on + 1] = number
    call('HSET', p .. 'kon:' .. conv, message, cjson.encode(known_on))
  end
  if person ~= '' then
    local of = p .. 'kof:' .. account .. '/' .. person
    call('LPUSH', of, number)
    call('LTRIM', of, 0, CASES_OF_ONE - 1)
    call('HINCRBY', person_key(account, person), 'n', 1)
  end
  local c = call('HMGET', key, 'r', 'v', 'cd')
  if (c[3] or '') ~= '' then call('HSET', p .. 'kcode', c[3], number) end
  if (c[1] or '') ~= '' then
    call('HINCRBY', p .. 'rulen:' .. c[1] .. '@' .. (c[2] or ''), 'acted', 1)
    local last = p .. 'rulelast:' .. c[1] .. '@' .. (c[2] or '')
    call('LPUSH', last, number)
    call('LTRIM', last, 0, LAST_CASES - 1)
  end
  count_day('c:' .. (c[1] or ''))
  record('case.new', conv, tostring(number), author, reason)
end

-- Takes a message of theirs out of what waits for an answer, by a case; its place on the shelves goes to what they said
-- before. Where several go at once, `put_out_of_sight` comes for all of them first.
local function put_out_of_sight(conv, account, message, number)
  local blob = call('HGET', p .. 'm:' .. conv, message)
  if not blob then return end
  local m = cjson.decode(blob)
  m.c, m.ok = number, nil
  call('HSET', p .. 'm:' .. conv, message, cjson.encode(m))
  if m.h == HELD then keep_held(conv, account, message) end
end

-- What people can see has changed; where nothing of theirs stands any more, nobody needs to look at the conversation.
local function leave_shelves(conv, account)
  show_newest(conv)
  local c = call('HMGET', p .. 'c:' .. conv, 'st', 'w')
  if (c[1] ~= 'open' and c[1] ~= 'snoozed') or (tonumber(c[2] or '0') or 0) > 0 then return end
  if newest_of(conv) ~= '' or call('EXISTS', p .. 'hd:' .. conv) == 1 then return end
  call('HSET', p .. 'c:' .. conv, 'sn', 0, 'rs', now)
  move_to('resolved', conv, account, c[1], now)
end

-- Brings a message back among those that wait for an answer; it is not judged again until its text changes.
local function put_in_sight(conv, account, message)
  local blob = call('HGET', p .. 'm:' .. conv, message)
  if not blob then return end
  local m = cjson.decode(blob)
  m.ok = digest_of(m)
  local was = m.c
  m.c = nil
  call('HSET', p .. 'm:' .. conv, message, cjson.encode(m))
  if not was or not m.a or m.d then return end
  if m.h == HELD then return keep_held(conv, account, message, m.t) end -- it is published when the network has done it
  publish(conv, account, message, m)
  show_newest(conv)
end

-- What kept a message out of sight is no more: it comes back, unless another case keeps it away.
local function be_seen(conv, account, message)
  local other = kept_away_by(conv, message)
  if other then put_out_of_sight(conv, account, message, other) else put_in_sight(conv, account, message) end
end

-- Ends a case: it counts no more, its strikes are gone, and its message waits for an answer again unless another case
-- keeps it out of sight. What the network has to take back is for whoever calls. Answers false when it was ended before.
local function close_case(number, by, why)
  local key = p .. 'k:' .. number
  local c = call('HMGET', key, 'ut', 'c', 'a', 'm', 'p', 'r', 'v', 'dd')
  if not c[3] or (c[1] or '') ~= '' then return false end
  local conv, account, message, person = c[2], c[3], c[4] or '', c[5] or ''
  call('HSET', key, 'ut', now, 'ub', by, 'uy', why)
  call('HDEL', key, 'nt') -- what was not told yet need not be
  if person ~= '' then
    call('HINCRBY', person_key(account, person), 'n', -1)
    forget_strikes(account, person, number)
    for _, deed in ipairs(list_of(c[8])) do forget_deed(account, conv, person, deed[1]) end
  end
  if (c[6] or '') ~= '' then
    call('HINCRBY', p .. 'rulen:' .. c[6] .. '@' .. (c[7] or ''), 'undone', 1)
    doubt_rule(c[6], c[7] or '')
  end
  count_day('u:' .. (c[6] or ''))
  if message ~= '' then
    be_seen(conv, account, message)
    local flagged = conv .. ' ' .. message -- whoever undid it has looked at it
    if call('ZREM', p .. 'flags', flagged) == 1 then call('HDEL', p .. 'flagof', flagged) end
  end
  record('case.undone', conv, tostring(number), by, why)
  return true
end

-- Takes one deed of a case back, the `place`-th: what has not left is recalled, what left is undone by the action in
-- `body`, and what surely never happened needs nothing. Answers the delivery that undoes it, or how else it ended:
-- recalled, nothing, or gone where the network can not take it back (`body` is '').
local function undo_deed(number, place, body, by, author, due)
  local key = p .. 'k:' .. number
  local c = call('HMGET', key, 'c', 'a', 'm', 'dd')
  local deeds = list_of(c[4])
  local deed = deeds[place]
  -- What one of us began to take back, and has not left, is done now.
  if deed and deed[4] ~= '' and let_be(deed[4], c[1], 'the case was undone') then deed[4] = '' end
  if not deed or deed[4] ~= '' then return 'nothing' end
  local o = call('HMGET', p .. 'o:' .. deed[2], 'st', 'd', 'pd')
  local state, why = o[1], 'the case was undone'
  if state == 'queued' then
    call('HSET', p .. 'o:' .. deed[2], 'st', 'recalled')
    take_out(c[1], deed[2])
    settle_draft(o[2], 'outdated', author, why)
    record('delivery.recalled', c[1], deed[2], author, why)
  elseif state == 'held' and call('HGET', p .. 'd:' .. o[2], 'st') == 'pending' then
    settle_draft(o[2], 'outdated', author, why) -- the mode kept it back; nobody need decide any more
    forget_draft(c[1], c[2], o[2])
    record('draft.outdated', c[1], o[2], '', why)
  elseif state == 'parked' then
    call('HSET', p .. 'o:' .. deed[2], 'st', 'discarded')
    call('ZREM', p .. 'q:parked', deed[2])
    record('delivery.discarded', c[1], deed[2], author, why)
  end
  local perhaps_done = state == 'sent' or state == 'sending' or o[3] == '1'
  if not perhaps_done then return state == 'queued' and 'recalled' or 'nothing' end
  if body == '' then return 'gone' end
  local delivery = act_for_case(number, c[1], c[2], body, c[3] or '', by, author, due)
  call('HSET', p .. 'd:' .. string.match(delivery, '%-(%d+)'), 'un', 1) -- it takes back: no deed of the case's own
  deeds[place][4] = delivery
  call('HSET', key, 'dd', cjson.encode(deeds))
  return delivery
end
