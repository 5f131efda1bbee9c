-- Cases: what moderation did to whom and why, in the words of case_codec.py. For the scripts that open, change or undo one.
-- In KEYS[1]'s brand: k:<n> the case, kseq, kcode, kof:<contact>, kon:<conversation> (message -> numbers of its cases).
local CASES_OF_ONE = 200

local function cases_on(conv, message)
  return list_of(call('HGET', p .. 'kon:' .. conv, message) or nil)
end

-- The cases about a message that nobody took back, with the deeds of each, and whether it was out of sight before that case.
local function standing_on(conv, message)
  local standing = {}
  for _, number in ipairs(cases_on(conv, message)) do
    local c = call('HMGET', p .. 'k:' .. number, 'ut', 'dd', 'aw')
    if (c[1] or '') == '' then standing[#standing + 1] = { number, list_of(c[2]), c[3] == '1' } end
  end
  return standing
end

-- The number of a case that stands and keeps a message out of sight; nil where none does.
local function kept_away_by(conv, message)
  local blob = call('HGET', p .. 'm:' .. conv, message)
  local hidden = blob and (cjson.decode(blob).h or 0) ~= 0
  for _, one in ipairs(standing_on(conv, message)) do
    if one[3] and hidden then return one[1] end
    for _, deed in ipairs(one[2]) do
      if TAKES_AWAY[deed[1]] and is_live(deed) then return one[1] end
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

-- The team is told of a rule once a minute, and of what comes in between how much that was; where that is very much, as in
-- a raid, once in ten minutes.
local TELL_EVERY, TELL_SELDOM, VERY_MANY = 60, 600, 20 -- seconds twice, and how often in a minute
local function tell(conv, message, said)
  if call('EXISTS', p .. 'tells:' .. said[1]) == 1 then
    call('INCR', p .. 'untold:' .. said[1])
    return
  end
  local more = tonumber(call('GETDEL', p .. 'untold:' .. said[1]) or '0')
  call('SET', p .. 'tells:' .. said[1], 1, 'EX', more >= VERY_MANY and TELL_SELDOM or TELL_EVERY)
  local words = said[2] .. (more > 0 and ' (and ' .. more .. ' more like it)' or '')
  log('moderation.tell', conv, message, said[1], words)
end

-- The strikes of a case ({points, ladder, deeds, reason}), and what follows when they reach a step of the ladder; answers the
-- labels of that step.
local function climb(number, conv, account, person, message, case, half_life)
  if person == '' or (case.points or 0) == 0 then return {} end
  local before, after = strike(account, person, case.points, number, half_life)
  local reached = nil
  for _, step in ipairs(case.ladder) do
    if before < step[1] and after >= step[1] then reached = step end
  end
  if not reached then return {} end
  local has = {}
  for _, deed in ipairs(case.deeds) do has[deed[1]] = true end
  for _, deed in ipairs(reached[2]) do
    if not has[deed[1]] then case.deeds[#case.deeds + 1] = deed end
  end
  case.reason = case.reason .. reached[3]
  local also = reached[4]
  if also.pr then call('HSET', p .. 'c:' .. conv, 'pr', also.pr) end
  if also.tell then tell(conv, message, { 'strikes', also.tell }) end
  record('strikes', conv, tostring(number), '', string.format('%.4g', after))
  return also.lb or {}
end

-- The strikes of a case wait until somebody of ours agrees; they are no points of it until then.
local function let_wait(number, case, half_life)
  if (case.points or 0) == 0 then return end
  call('HDEL', p .. 'k:' .. number, 'pt')
  call('HSET', p .. 'k:' .. number, 'sw',
    cjson.encode({ points = case.points, ladder = case.ladder, half = half_life, by = case.by, author = case.author }))
end

-- One of our people finds that a message is what a rule said: the strikes that waited for that count.
local function agree(conv, account, message)
  for _, number in ipairs(cases_on(conv, message)) do
    local key = p .. 'k:' .. number
    local k = call('HMGET', key, 'ut', 'sw', 'p', 'y', 'dd')
    local case = (k[1] or '') == '' and k[2] and cjson.decode(k[2])
    if case then
      case.deeds, case.reason = {}, k[4]
      local labels = climb(number, conv, account, k[3] or '', message, case, case.half)
      local deeds = list_of(k[5])
      for _, deed in ipairs(do_deeds(number, conv, account, k[3] or '', message, case.deeds, case.by, case.author, now)) do
        deeds[#deeds + 1] = deed
      end
      call('HDEL', key, 'sw', #deeds > 0 and 'done' or 'sw') -- what is done now is done when the network has done it
      call('HSET', key, 'pt', case.points, 'y', case.reason, 'dd', list_text(deeds))
      set_labels(number, conv, account, labels, case.author)
    end
  end
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
  call('HDEL', key, 'nt', 'sw') -- what was not told yet need not be, and what did not count never does
  take_labels_off(number, conv, account)
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
  local o = call('HMGET', p .. 'o:' .. deed[2], 'st', 'd')
  local state, why, happened = o[1], 'the case was undone', perhaps_done(deed[2])
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
  if not happened then return state == 'queued' and 'recalled' or 'nothing' end
  if body == '' then return 'gone' end
  local delivery = act_for_case(number, c[1], c[2], body, c[3] or '', by, author, due)
  call('HSET', p .. 'd:' .. string.match(delivery, '%-(%d+)'), 'un', 1) -- it takes back: no deed of the case's own
  deeds[place][4] = delivery
  call('HSET', key, 'dd', cjson.encode(deeds))
  return delivery
end
