-- Takes in one page of what the outside said, and the place to resume from, in one transaction.
-- ARGV: now, account, debounce, has cursor, cursor, '1' when rules look at what they say, then items of eleven:
--   kind, conversation, id, person, at, blob, thread, contact, extra, album, until when this may be answered: by what was
--   drafted, and by what a person writes (ms, '' where that has no end)
-- What we said ourselves has no person; the delivery that it was, if we know it, stands where the contact would.
-- Answers how many items were new.
local account, debounce, judges = ARGV[2], tonumber(ARGV[3]), ARGV[6] == '1'
local ALBUM_SECONDS = 86400 -- the parts of an album come within seconds, or after a downtime
local LATER, REMOVED = 'they wrote again', 'the message was removed'
local EARLY, EARLY_SECONDS = { d = true, h = true, r = true }, 86400 -- networks call again for a day and a half at most
local NEW_HERE = 3600 -- seconds in which a name that is looked up is news where its bearer wrote

-- A network that tells who wrote by an id alone leaves the name empty.
local function untold(contact)
  return string.find(contact, '^%["[^"]*","",') ~= nil
end

-- Keeps who somebody is; a name that was not told takes none away. Since when they write to us and how many messages that
-- are stands behind it; with `at` they have just written one more.
local function keep_contact(person, contact, at)
  local id = account .. '/' .. person
  local was = call('HGET', p .. 'contacts', id)
  local first, count = string.match(was or '', ',(%d+),(%d+)%]$')
  if was and untold(contact) then contact = first and string.gsub(was, ',%d+,%d+%]$', ']') or was end
  if at then
    first = first and math.min(first, at) or at
    count = (count or 0) + 1
  end
  if first then contact = string.sub(contact, 1, -2) .. ',' .. first .. ',' .. count .. ']' end
  call('HSET', p .. 'contacts', id, contact)
end

-- A colleague wrote in the network's own app: responders fall silent, pending replies no longer fit.
local function we_spoke_elsewhere(conv, at)
  outdate(conv, account, 'we answered in the app itself')
  recall_automatic(conv, 'we answered in the app itself')
  call('HSET', p .. 'c:' .. conv, 'q', 'native', 'ans', at)
  answered(conv, account)
end

-- A further part of an album joins the message of its first part; its own id stays known, and points there.
local function join_album(conv, first, id, person, blob, preview)
  local key = p .. 'm:' .. conv
  if call('HSETNX', key, id, cjson.encode({ of = first })) == 0 then return 0 end
  local whole, part = cjson.decode(call('HGET', key, first)), cjson.decode(blob)
  whole.al, whole.m = 1, whole.m or {}
  for _, medium in ipairs(part.m or {}) do whole.m[#whole.m + 1] = medium end
  if whole.x == '' and part.x ~= '' then
    whole.x = part.x
    if call('HGET', p .. 'c:' .. conv, 'last') == first then call('HSET', p .. 'c:' .. conv, 'pv', preview) end
  end
  call('HSET', key, first, cjson.encode(whole))
  if judges and person ~= '' then to_judge(conv, first) end
  if person ~= '' and whole.h ~= HELD and not whole.c then
    spoke(conv, account, person, whole.t, known(conv), LATER, now + debounce)
    shelve('open', conv, account, tonumber(call('HGET', p .. 'c:' .. conv, 'at')))
  end
  log('message.edited', conv, first, '', 'album')
  return 1
end

-- What one of our deliveries said in another conversation than its own (in private, about a comment) is signed as that one.
local function sign(blob, delivery)
  local author = call('HGET', p .. 'o:' .. delivery, 'au')
  if not author then return blob end
  local said = cjson.decode(blob)
  said.b, said.o = author, delivery
  return cjson.encode(said)
end

-- What was stored as said in the app itself turns out to be one of our deliveries, whose key came late.
local function recognise(conv, id, delivery)
  local key = p .. 'm:' .. conv
  local said = cjson.decode(call('HGET', key, id))
  if delivery == '' or said.of or said.a or said.o or said.b then return end
  local signed = sign(cjson.encode(said), delivery)
  if not cjson.decode(signed).o then return end
  call('HSET', key, id, signed)
  local c = call('HMGET', p .. 'c:' .. conv, 'q', 'ans')
  if c[1] == 'native' and tonumber(c[2] or '0') == said.t then call('HSET', p .. 'c:' .. conv, 'q', '') end
  log('message.ours', conv, id, '', '')
end

-- Until when what they said last may be answered (the first end, nil where there is none); a network may have got other
-- windows meanwhile, or none.
local function keep_window(conv, ends, had)
  local drafted, by_person = string.match(ends, '^(%d+) (%d+)$')
  if drafted then
    call('HSET', p .. 'c:' .. conv, 'wd', drafted, 'wp', by_person)
  elseif had then
    call('HDEL', p .. 'c:' .. conv, 'wd', 'wp')
    leave_closing(conv, account)
  end
  return drafted
end

-- The thread as it is kept: one that is told without what its post says takes nothing away from what was told before.
local function told_best(thread, was)
  local bare = not string.find(thread, '"s":[', 1, true) or string.find(thread, '"s":%["[^"]*","","[^"]*",%[%][,%]]')
  if not was or was == thread or not bare then return thread end
  local before, now_told = cjson.decode(was), cjson.decode(thread)
  local same = before.s and before.n == now_told.n and (not now_told.s or now_told.s[1] == before.s[1])
  return same and was or thread
end

-- Begins the conversation, or moves it on to its newest words; answers when those were said.
local function move_on(conv, at, thread, preview, c)
  if c.state and at < c.at then return c.at end
  if not c.state then call('HSET', p .. 'c:' .. conv, 'a', account) end
  call('HSET', p .. 'c:' .. conv, 'at', at, 'th', told_best(thread, c.thread))
  if preview then call('HSET', p .. 'c:' .. conv, 'pv', preview) end
  shelve('all', conv, account, at)
  return at
end

local function we_said(conv, id, at, delivery, latest, c)
  if not c.state then call('HSET', p .. 'c:' .. conv, 'st', 'open') end
  local in_answer = at >= (c.heard_at or 0)
  if delivery == '' and in_answer and not c.sending then we_spoke_elsewhere(conv, at) end
  if not c.state or c.state == 'open' then shelve('open', conv, account, latest) end
  log('message.ours', conv, id, '', '')
end

local function they_said(conv, id, person, at, contact, ends, latest, c)
  keep_contact(person, contact, at)
  if untold(contact) then call('SET', p .. 'in:' .. account .. '/' .. person, conv, 'EX', NEW_HERE) end
  local same_moment = at == c.heard_at and id > (call('HGET', p .. 'c:' .. conv, 'last') or '')
  if at > (c.heard_at or -1) or same_moment then
    call('HSET', p .. 'c:' .. conv, 'last', id, 'lat', at, 'who', person, 'left', '')
    c.window = keep_window(conv, ends, c.window)
  end
  spoke(conv, account, person, at, c, LATER, now + debounce)
  shelve('open', conv, account, latest)
  log('message.new', conv, id, '', '')
end

-- Nobody outside sees what waits for our review, so nobody waits for an answer to it.
local function they_said_unseen(conv, id, person, at, contact, latest, c)
  keep_contact(person, contact, at)
  call('HSETNX', p .. 'c:' .. conv, 'who', person)
  if not c.state then call('HSET', p .. 'c:' .. conv, 'st', 'open') end
  if not c.state or c.state == 'open' then shelve('open', conv, account, latest) end
  keep_held(conv, account, id, at)
  log('message.new', conv, id, '', 'held')
end

-- Those who are blocked, on the account or in this group, are heard no more, unless it is in private and may be an appeal.
local some_blocked = nil
local function is_blocked(kind, conv, person, blob, thread)
  if not judges or person == '' or (kind ~= 'n' and kind ~= 'e') then return false end
  if some_blocked == nil then some_blocked = call('EXISTS', p .. 'blocked:' .. account) == 1 end
  if not some_blocked then return false end
  local found = call('SMISMEMBER', p .. 'blocked:' .. account, person, conv .. ' ' .. person)
  if found[1] == 0 and found[2] == 0 then return false end
  local direct = string.find(thread, '"k":"direct"', 1, true)
  if direct and may_appeal(cjson.decode(blob).x) then return false end
  call('HINCRBY', p .. 'dropped:' .. account, math.floor(now / 86400000), 1)
  return true
end

local function say(conv, id, person, at, blob, thread, contact, preview, album, ends)
  local ours, delivery = person == '', contact
  if album ~= '' then
    local first = call('HGET', p .. 'al:' .. conv, album)
    if first and first ~= id then return join_album(conv, first, id, person, blob, preview) end
  end
  if ours and delivery ~= '' then blob = sign(blob, delivery) end
  if call('HSETNX', p .. 'm:' .. conv, id, blob) == 0 then
    if ours then recognise(conv, id, delivery) end
    return 0
  end
  call('ZADD', p .. 't:' .. conv, at, id)
  if album ~= '' then
    call('HSET', p .. 'al:' .. conv, album, id)
    call('EXPIRE', p .. 'al:' .. conv, ALBUM_SECONDS)
  end
  local c = known(conv)
  local unseen = not ours and not is_seen(blob) -- a row tells of it apart, with who wrote it
  local latest = move_on(conv, at, thread, (not unseen or not c.state) and preview or nil, c)
  if ours then
    we_said(conv, id, at, delivery, latest, c)
  elseif unseen then
    they_said_unseen(conv, id, person, at, contact, latest, c)
  else
    they_said(conv, id, person, at, contact, ends, latest, c)
  end
  if judges and not ours then to_judge(conv, id) end
  return 1
end

local function edit(conv, id, person, at, blob, thread, contact, preview, ends)
  local old = call('HGET', p .. 'm:' .. conv, id)
  if not old then return say(conv, id, person, at, blob, thread, contact, preview, '', ends) end
  local was, is = cjson.decode(old), cjson.decode(blob)
  if was.of then -- a part of an album carries no text but its own, if it has any
    if is.x == '' then return 0 end
    id, was, is.m = was.of, cjson.decode(call('HGET', p .. 'm:' .. conv, was.of)), nil
  elseif was.al then
    is.m = nil
  end
  if was.e and was.e > at then return 0 end
  if was.x == is.x and (not is.m or cjson.encode(is.m) == cjson.encode(was.m)) then return 0 end
  was.x, was.e, was.m = is.x, at, is.m or was.m
  call('HSET', p .. 'm:' .. conv, id, cjson.encode(was))
  if was.c then keep_later(was.c, at, is.x) end
  if judges and was.a then to_judge(conv, id) end
  local answered_at = tonumber(call('HGET', p .. 'c:' .. conv, 'ans') or '0')
  if person ~= '' and was.t > answered_at and was.h ~= HELD and not was.c then
    spoke(conv, account, person, at, known(conv), LATER, now + debounce)
    if call('HGET', p .. 'c:' .. conv, 'last') == id then call('HSET', p .. 'c:' .. conv, 'pv', preview) end
    shelve('open', conv, account, tonumber(call('HGET', p .. 'c:' .. conv, 'at')))
  end
  log('message.edited', conv, id, '', '')
  return 1
end

local function change(conv, id, what, apply)
  local old = call('HGET', p .. 'm:' .. conv, id)
  if not old then return 0 end
  local message = cjson.decode(old)
  if message.of and what ~= 'message.removed' then return change(conv, message.of, what, apply) end
  local was, detail = message.h, apply(message, id)
  if not detail then return 0 end
  call('HSET', p .. 'm:' .. conv, id, cjson.encode(message))
  log(what, conv, id, '', detail)
  review(conv, account, id, message, was)
  return 1
end

local function remove(conv, id, at)
  local done = change(conv, id, 'message.removed', function(m)
    if m.d then return nil end
    m.d = at
    return ''
  end)
  if done == 1 then
    forget_question(conv, account, id, REMOVED)
    if judges and call('ZREM', p .. 'flags', conv .. ' ' .. id) == 1 then call('HDEL', p .. 'flagof', conv .. ' ' .. id) end
  end
  return done
end

local function react(conv, id, person, emoji, contact)
  return change(conv, id, 'message.reacted', function(m)
    m.re = m.re or {}
    if (m.re[person] or '') == emoji then return nil end
    if contact ~= '' then keep_contact(person, contact) end
    m.re[person] = emoji ~= '' and emoji or nil
    if next(m.re) == nil then m.re = nil end
    return ''
  end)
end

local function leave(conv, back)
  local c = call('HMGET', p .. 'c:' .. conv, 'st', 'left', 'w')
  if not c[1] or (c[2] or '') == back then return 0 end
  call('HSET', p .. 'c:' .. conv, 'left', back)
  if c[1] == 'open' and tonumber(c[3] or '0') > 0 then shelve_closing(conv, account) end
  record(back == '' and 'contact.back' or 'contact.left', conv, '', '', '')
  return 1
end

local function move(conv, to)
  local c = call('HMGET', p .. 'c:' .. conv, 'st', 'to')
  if not c[1] or c[2] == to then return 0 end
  outdate(conv, account, 'the network moved this conversation')
  recall_automatic(conv, 'the network moved this conversation')
  answered(conv, account)
  unshelve(c[1], conv, account)
  call('HSET', p .. 'c:' .. conv, 'st', 'resolved', 'sn', 0, 'to', to)
  shelve('resolved', conv, account, now)
  record('conversation.moved', conv, '', '', to)
  return 1
end

local function describe(conv, thread)
  local was = call('HGET', p .. 'c:' .. conv, 'th')
  if not was or was == thread then return 0 end
  call('HSET', p .. 'c:' .. conv, 'th', thread)
  log('conversation.described', conv, '', '', '')
  return 1
end

local function name(person, contact)
  local id = account .. '/' .. person
  local was = call('HGET', p .. 'contacts', id)
  if not was then return 0 end
  keep_contact(person, contact)
  if was == call('HGET', p .. 'contacts', id) then return 0 end
  -- Pages learn of it by the conversation in which they wrote just now; any other has it when it is read.
  log('contact.described', call('GET', p .. 'in:' .. id) or '', id, '', '')
  return 1
end

local function keep_raw(id, at, raw, why)
  if call('HSETNX', p .. 'unreadable', account .. '/' .. id, cjson.encode({ x = raw, y = why, t = at })) == 0 then
    return 0
  end
  call('ZADD', p .. 'q:unreadable', at, account .. '/' .. id)
  log('unreadable', '', account .. '/' .. id, '', why)
  return 1
end

local function stop_account(why)
  local was = call('HMGET', p .. 'a:' .. account, 'state', 'why')
  if was[1] == 'stopped' and was[2] == why then return 0 end
  call('HSET', p .. 'a:' .. account, 'state', 'stopped', 'why', why, 'until', 0, 'since', now)
  log('account.stopped', '', account, '', why)
  return 1
end

-- What was said while nobody listened has come in; it is said once how much that was, and none is not worth saying. While
-- there is more to read, what this page brought is only counted.
local function close_gap(messages, more, said)
  local counted = call('HINCRBY', p .. 'a:' .. account, 'late', more and said or 0)
  if more then return end
  call('HDEL', p .. 'a:' .. account, 'late')
  messages = math.max(messages, counted)
  if messages > 0 then
    call('HSET', p .. 'a:' .. account, 'rec', messages, 'recat', now)
    log('account.recovered', '', account, '', messages .. (messages == 1 and ' message' or ' messages') .. ' recovered')
  end
end

local function hide(conv, id, hidden)
  return change(conv, id, 'message.hidden', function(m, whole)
    local was = m.h or 0
    if was == hidden then return nil end
    m.h = hidden
    if judges and m.c and hidden == 0 then shown_elsewhere(conv, whole, m) end
    return hidden == HELD and 'held' or was == HELD and hidden == 0 and 'published' or ''
  end)
end

local function seen(conv, at, word)
  local c = call('HMGET', p .. 'c:' .. conv, 'st', word)
  if not c[1] or at <= tonumber(c[2] or '0') then return 0 end
  call('HSET', p .. 'c:' .. conv, word, at)
  log('message.' .. word, conv, '', '', tostring(at))
  return 1
end

-- What is done to a message that has not come is kept until it comes: networks that call us promise no order.
local function keep_early(kind, conv, id, person, at, extra, contact)
  if call('HEXISTS', p .. 'm:' .. conv, id) == 1 then return false end
  local key = p .. 'early:' .. conv .. ' ' .. id
  call('HSET', key, kind == 'r' and 'r' .. person or kind, cjson.encode({ kind, person, at, extra, contact }))
  call('EXPIRE', key, EARLY_SECONDS)
  return true
end

local function catch_up(conv, id)
  local key = p .. 'early:' .. conv .. ' ' .. id
  local early = call('HVALS', key)
  if #early == 0 then return end
  call('DEL', key)
  for _, text in ipairs(early) do
    local kind, person, at, extra, contact = unpack(cjson.decode(text))
    if kind == 'd' then remove(conv, id, at)
    elseif kind == 'h' then hide(conv, id, tonumber(extra))
    else react(conv, id, person, extra, contact) end
  end
end

-- One item of the page; answers whether it was new (1 or 0).
local function take_in(kind, conv, id, person, at, blob, thread, contact, extra, album, ends)
  if EARLY[kind] and keep_early(kind, conv, id, person, at, extra, contact) then return 0 end
  if kind == 'n' then return say(conv, id, person, at, blob, thread, contact, extra, album, ends) end
  if kind == 'e' then return edit(conv, id, person, at, blob, thread, contact, extra, ends) end
  if kind == 'd' then return remove(conv, id, at) end
  if kind == 'h' then return hide(conv, id, tonumber(extra)) end
  if kind == 'r' then return react(conv, id, person, extra, contact) end
  if kind == 's' then return seen(conv, at, extra) end
  if kind == 'l' then return leave(conv, extra) end
  if kind == 'm' then return move(conv, extra) end
  if kind == 't' then return describe(conv, extra) end
  if kind == 'c' then return name(person, contact) end
  if kind == 'u' then return keep_raw(id, at, blob, extra) end
  return stop_account(extra)
end

local fresh, said = 0, 0
for i = 7, #ARGV, 11 do
  local kind, conv, id, person, at, blob, thread, contact, extra, album, ends = unpack(ARGV, i, i + 10)
  if kind == 'g' then
    close_gap(tonumber(blob), extra == '1', said)
  elseif not is_blocked(kind, conv, person, blob, thread) then
    local new = take_in(kind, conv, id, person, tonumber(at), blob, thread, contact, extra, album, ends)
    fresh = fresh + new
    if kind == 'n' then said = said + new end
    if new == 1 and (kind == 'n' or kind == 'e') then catch_up(conv, id) end
  end
end
call('HSET', p .. 'a:' .. account, 'seen', now)
if ARGV[4] == '1' then call('HSET', p .. 'a:' .. account, 'cursor', ARGV[5]) end
return fresh
