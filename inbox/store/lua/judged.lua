-- Writes down what rules made of messages, all of it or nothing: cases with what they do, matches of rules in shadow, flags,
-- labels, what the team is told; the messages are judged then, and responders may look at those that still stand.
-- ARGV: now, conversation, lane token, half-life of strikes (ms), what is done (JSON, as inbox.moderation.judged makes it):
--   {items = {{m, g, p, case, matches, flag, lb, pr, tell, reply, code}...}, unknown = {words...}}; '1' to keep the lane
-- Answers {'lost'} when the lane is somebody else's by now, else {'ok', how many were judged, {message, case}...}.
local conv, token, half_life, with = ARGV[2], ARGV[3], tonumber(ARGV[4]), cjson.decode(ARGV[5])
local MATCHES, UNKNOWN_EVERY, REPLY_EVERY, WRONG_CODES = 500, 600, 3600, 10
local BACK_SOON = 1000 -- ms until a message is looked at again that the network is bringing back
if not holds('judge', conv, token) then return { 'lost' } end
local account = call('HGET', p .. 'c:' .. conv, 'a')
local waiting = p .. 'jdg:' .. conv
local opened, gone, judged, again = {}, {}, 0, now

local function first_for(key, seconds)
  return call('SET', p .. key, 1, 'EX', seconds, 'NX')
end

-- A deed of an older case about this message makes the same one needless, unless somebody took that back.
local function covered(standing, kind)
  for _, case in ipairs(standing) do
    for _, deed in ipairs(case[2]) do
      if same_kind(deed[1], kind) and is_live(deed) then return true end
    end
  end
  return false
end

-- Whether a message is brought back outside right now (what is done about it must come after that), and whether it perhaps
-- was, and that is to be tried again.
local function comes_back(message)
  local perhaps = false
  for _, number in ipairs(cases_on(conv, message)) do
    for _, deed in ipairs(list_of(call('HGET', p .. 'k:' .. number, 'dd'))) do
      local o = TAKES_AWAY[deed[1]] and call('HMGET', p .. 'o:' .. deed[4], 'st', 'pd') or {}
      if o[1] == 'sending' then return true, false end
      perhaps = perhaps or (o[2] and (o[1] == 'queued' or o[1] == 'parked'))
    end
  end
  return false, perhaps
end

-- Whether it was to stay away because it was out of sight, and is not any more. As with what one of us cleared meanwhile,
-- rules must look at it once more.
local function came_back(case, message, m, perhaps)
  if not case.away or ((m.h or 0) ~= 0 and not perhaps) then return false end
  for _, deed in ipairs(case.deeds) do
    if TAKES_AWAY[deed[1]] then return false end
  end
  if perhaps and m.h == 1 then -- what nobody knows is done anew, and is not brought back after that
    keep_done('hide', conv, account, message, '')
    m.h = 0
    call('HSET', p .. 'm:' .. conv, message, cjson.encode(m))
  end
  return (m.h or 0) == 0
end

local function left_of(deeds, standing)
  local left = {}
  for _, deed in ipairs(deeds) do
    if not covered(standing, deed[1]) then left[#left + 1] = deed end
  end
  return left
end

-- Whether nothing of a case is on its way: it only writes something down, or what it wants was done for others.
local function is_done(deeds)
  for _, deed in ipairs(deeds) do
    if call('HGET', p .. 'o:' .. deed[2], 'st') ~= 'sent' then return false end
  end
  return true
end

-- What keeps a message out of sight that is so already: what was about to be taken back, which is let be, or the deed of
-- another case.
local function hides_it(message)
  local kept = keep_done('hide', conv, account, message, '')
  if kept then return kept, true end
  local _, _, theirs = wanted_still('hide', conv, account, message, '')
  return theirs and { theirs[1], theirs[2], theirs[3], '' }, false
end

local function open(item, m)
  local case = item.case
  local standing, anew = standing_on(conv, item.m), nil
  local wanted = #left_of(case.deeds, standing)
  if #standing > 0 and wanted == 0 then -- it was edited, and what is wanted was done before
    return set_labels(standing[1][1], conv, account, item.lb or {}, case.author)
  end
  local hidden_already, hides = case.away and (m.h or 0) ~= 0, nil
  if wanted == 0 and (case.points or 0) == 0 and not hidden_already then return end
  if hidden_already then hides, anew = hides_it(item.m) end
  local number = next_case()
  -- What nothing follows of but strikes, and is left to a person, counts once somebody of ours agrees.
  local waits = item.flag and #case.deeds == 0 and not hidden_already
  local labels = waits and {} or climb(number, conv, account, item.p, item.m, case, half_life)
  local done, own = do_deeds(number, conv, account, item.p, item.m, case.deeds, case.by, case.author, now)
  if own == 0 and not anew and (case.points or 0) == 0 and (#standing > 0 or not hidden_already) then
    call('DECR', p .. 'kseq') -- what it wants stands already, by another case: no number is left out
    return
  end
  if hides then table.insert(done, 1, hides) end -- it stays done until this case is undone, too
  open_case(number, conv, account, item.m, item.p, case.author, case.reason, done, case.fields)
  call('HSET', p .. 'k:' .. number, 'rc', call('ZSCORE', waiting, item.m) or now)
  if hidden_already and not hides then call('HSET', p .. 'k:' .. number, 'aw', 1) end
  if waits then let_wait(number, case, half_life) end
  if is_done(done) then call('HSET', p .. 'k:' .. number, 'done', now) end
  for _, label in ipairs(item.lb or {}) do labels[#labels + 1] = label end
  set_labels(number, conv, account, labels, case.author)
  if case.away and not m.c then
    put_out_of_sight(conv, account, item.m, number)
    gone[#gone + 1] = item.m
  end
  opened[#opened + 1] = item.m
  opened[#opened + 1] = number
end

local function keep_match(item, match)
  local id = string.sub(redis.sha1hex(match.r .. '@' .. match.v .. ' ' .. conv .. ' ' .. item.m .. ' ' .. item.g), 1, 10)
  if call('HSETNX', p .. 'matches', id, match.body) == 0 then return end
  local key = p .. 'match:' .. match.r
  call('ZADD', key, now, id)
  call('HINCRBY', p .. 'rulen:' .. match.r .. '@' .. match.v, 'n', 1)
  for _, old in ipairs(call('ZRANGE', key, 0, -MATCHES - 1)) do
    call('ZREM', key, old)
    call('HDEL', p .. 'matches', old)
  end
  log('rule.match', conv, id, '', match.r)
end

local function flag(item)
  local name = conv .. ' ' .. item.m
  if not item.flag then
    if call('ZREM', p .. 'flags', name) == 1 then call('HDEL', p .. 'flagof', name) end
    return
  end
  call('HSET', p .. 'flagof', name, item.flag.body)
  if call('ZADD', p .. 'flags', item.flag.severity, name) == 1 then
    record('moderation.flag', conv, item.m, item.flag.by, item.flag.words)
  end
end

-- A rule answers a message once, and one person once an hour.
local function answer(item, m)
  if m.rp or not first_for('rulesaid:' .. account .. '/' .. item.p, REPLY_EVERY) then return end
  m.rp = 1
  act_for_case(nil, conv, account, item.reply.body, item.m, item.reply.by, item.reply.author, now, true)
  return true
end

-- -------------------------------------------------------------------------------------------------------- appeals

local function same_person(c, code)
  if code.proof then return true end
  if c[2] == account and c[3] == code.p then return true end
  local mine = call('HGET', person_key(account, code.p), 'same') or ''
  return mine ~= '' and mine == (call('HGET', p .. 'mp:' .. c[2] .. '/' .. c[3], 'same') or '')
end

-- The first case that one of the codes in a text is of, if it is theirs.
local function theirs_of(code)
  for _, one in ipairs(code.codes) do
    local number = call('HGET', p .. 'kcode', one)
    local c = number and call('HMGET', p .. 'k:' .. number, 'ut', 'a', 'p', 'at', 'ap', 'r')
    if c and c[2] and same_person(c, code) then return number, c end
  end
  return nil
end

local function to_a_person(why)
  add_label(conv, account, 'appeal', 'moderation')
  local key = p .. 'c:' .. conv
  if (call('HGET', key, 'q') or '') == '' then
    call('HSET', key, 'q', 'moderation')
    outdate(conv, account, why)
    recall_automatic(conv, why)
  end
  record('conversation.handed_off', conv, '', 'sangam', why)
end

local function refuse(item, code)
  local tries = p .. 'wrong:' .. account .. '/' .. item.p
  local wrong = call('INCR', tries)
  if wrong == 1 then call('EXPIRE', tries, 86400) end
  if wrong > WRONG_CODES or code.refusal == '' then return end
  local id = tostring(call('INCR', p .. 'seq'))
  call('HSET', p .. 'd:' .. id, 'st', 'pending', 'b', code.refusal, 'c', conv, 'a', account, 'ab', item.m, 'at', now,
    'sp', '1', 'to', item.p, 'wt', code.waits)
  outdate(conv, account, 'a newer draft took its place', item.p)
  await_decision(conv, account, id)
  record('draft.new', conv, id, 'moderation', '')
end

local function appeal(item)
  local code = item.code
  code.p = item.p
  if tonumber(call('GET', p .. 'wrong:' .. account .. '/' .. item.p) or '0') > WRONG_CODES then return end
  local number, c = theirs_of(code)
  if not number then return refuse(item, code) end
  if (c[1] or '') ~= '' then return to_a_person('they ask about case ' .. number .. ', which was undone') end
  if (c[5] or '') ~= '' then return to_a_person('they write again about their appeal on case ' .. number) end
  if now - tonumber(c[4]) > code.within then return to_a_person('their appeal on case ' .. number .. ' comes too late') end
  call('HSET', p .. 'k:' .. number, 'ap',
    cjson.encode({ at = now, due = now + code.decide, c = conv, m = item.m, x = code.words, st = 'open' }))
  call('ZADD', p .. 'q:appeals', now + code.decide, number)
  tend_at('appeal ' .. number, now + code.decide)
  count_day('appeals')
  record('appeal.new', conv, tostring(number), '', '')
  to_a_person('they appeal against case ' .. number)
end

for _, item in ipairs(with.items) do
  local blob = call('HGET', p .. 'm:' .. conv, item.m)
  local m = blob and cjson.decode(blob)
  if m and m.sa then m = end_shown(conv, account, item.m, m.sa) end
  local comes, perhaps = false, false
  if item.case and item.case.away then comes, perhaps = comes_back(item.m) end
  if not m or not m.a or m.d then
    call('ZREM', waiting, item.m)
  elseif comes then
    again = now + BACK_SOON
  elseif item.case and (m.ok == item.g or came_back(item.case, item.m, m, perhaps)) then -- it comes again
  elseif digest_of(m) == item.g and call('ZSCORE', waiting, item.m) then -- else it was changed meanwhile, and comes again
    if item.reply and answer(item, m) then call('HSET', p .. 'm:' .. conv, item.m, cjson.encode(m)) end
    if item.case then open(item, m) end
    for _, match in ipairs(item.matches or {}) do keep_match(item, match) end
    for _, rule in ipairs(item.acted or {}) do call('HINCRBY', p .. 'rulen:' .. rule, 'n', 1) end
    flag(item)
    for _, label in ipairs(item.lb or {}) do add_label(conv, account, label, 'moderation') end
    if item.pr then call('HSET', p .. 'c:' .. conv, 'pr', item.pr) end
    for _, said in ipairs(item.tell or {}) do tell(conv, item.m, said) end
    if item.code then appeal(item) end
    call('ZREM', waiting, item.m)
    judged = judged + 1
  end
end
-- All of them are out of sight before anybody asks which message is the newest that stands.
for _, id in ipairs(gone) do forget_question(conv, account, id, 'moderation took the message out of sight') end
if #gone > 0 then leave_shelves(conv, account) end
if call('HDEL', p .. 'c:' .. conv, 'pj') == 1 then wake('draft', conv, now) end -- a turn had come before it was judged
for _, words in ipairs(with.unknown or {}) do
  if first_for('unknown:' .. redis.sha1hex(words), UNKNOWN_EVERY) then log('moderation.unknown', conv, '', '', words) end
end
if ARGV[6] ~= '1' then release('judge', conv, token, call('EXISTS', waiting) == 1 and again or nil) end
return { 'ok', judged, opened }
