-- Saves drafts, sends on those that need nobody, and writes into the ledger what was decided on, in one transaction.
-- ARGV: now, conversation, expected revision ('' for a person), lane token ('' for none), who wrote it, whether a person
--   speaks ('1'), expected mode, what comes with it (JSON, as Outcome; `again` are drafts that wait once more, `case` the
--   case that a person's deed opens, `back` what it takes back), how much may go out alone (JSON: to one person, in one
--   conversation, within, cool-down, and both limits in words), how many decisions; then for each decision two: text (JSON),
--   how many of the drafts are its; then for each draft seven: body, about, whether it speaks, due ('' waits for a person),
--   decided by (JSON), why it waits, the grant it goes out by
-- Answers {'ok', {draft id, delivery id or ''}...}, {'others', {revision, who changed something}} when only some of those
-- who were thought about did, or {why not, detail}.
local conv, revision, token, author, person = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6] == '1'
local OF_ONE_CONVERSATION, KEPT = 50, 90 * 86400 -- decisions, seconds
local key = p .. 'c:' .. conv
local c = call('HMGET', key, 'a', 'rev', 'q', 'st', 'cl', 'as')
local account = c[1]

local function refuse(why, detail, again)
  if token ~= '' then release('draft', conv, token, again) end
  return { why, detail }
end

if not account then return refuse('missing', conv) end
local ask, asked = p .. 'ask:' .. conv, p .. 'asked:' .. conv
if revision ~= '' and (c[2] or '0') ~= revision then
  if token == '' or call('SCARD', asked) == 0 or #call('SDIFF', asked, ask) == 0 then return refuse('outdated', '', now) end
  return { 'others', { c[2], unpack(call('SMEMBERS', ask)) } } -- the lane stays held: those who were silent get theirs
end
if not person and c[3] and c[3] ~= '' then return refuse('quiet', c[3]) end
local name, till = string.match(c[5] or '', '^(.*)|(%d+)$')
local someone_writes = name and name ~= author and tonumber(till) > now
if person and someone_writes then return refuse('claimed', name) end
local mode = mode_now()
if mode ~= ARGV[7] then return refuse('mode', mode, now) end
if token ~= '' and not holds('draft', conv, token) then return refuse('outdated', 'lease') end

local with, limits = cjson.decode(ARGV[8]), cjson.decode(ARGV[9])
if with.case then -- whoever does something about a message has judged it; two people who judge it do that once
  local flagged = conv .. ' ' .. with.case.m
  if call('ZREM', p .. 'flags', flagged) == 1 then
    call('HDEL', p .. 'flagof', flagged)
    agree(conv, account, with.case.m)
  elseif with.flagged then
    return refuse('settled', '')
  end
end
local decisions = tonumber(ARGV[10])
local FIRST, EACH = 11 + 2 * decisions, 7

-- What a proposal rests on, as the log says it.
local function sources(said)
  local ids = {}
  for _, source in ipairs(said.sources) do ids[#ids + 1] = source[1] end
  return table.concat(ids, ', ')
end

-- Why nothing more goes out alone to somebody, or in this conversation, in words; nil while it may.
local counted = {}
local function over(who, most, words)
  local till, why = string.match(call('GET', p .. 'cool:' .. who) or '', '^(%d+)|(.*)$')
  if till and tonumber(till) > now then return why end
  call('ZREMRANGEBYSCORE', p .. 'alone:' .. who, '-inf', now - limits[3])
  if call('ZCARD', p .. 'alone:' .. who) + (counted[who] or 0) < most then return nil end
  if limits[4] > 0 then call('SET', p .. 'cool:' .. who, now + limits[4] .. '|' .. words, 'PX', limits[4]) end
  record('responders.capped', conv, '', author, words)
  return words
end

-- Why a message gets no second answer alone, whatever came late or was edited before the first was known to be there; nil
-- when there is none.
local function has_another(to, about)
  if about == '' then return nil end
  for _, id in ipairs(call('LRANGE', p .. 'ob:' .. conv, 0, -1)) do
    local d = call('HMGET', p .. 'd:' .. call('HGET', p .. 'o:' .. id, 'd'), 'sp', 'ab')
    if d[1] == '1' and d[2] == about then return 'an answer to this is on its way' end
  end
  return call('HGET', key, 'may:' .. to) == about and 'an answer to this may have left already' or nil
end

-- What would go out alone waits while somebody writes, when what let it go was taken back, beside another answer, and
-- above the limits.
local function must_wait(to, about, speaks, grant)
  if someone_writes then return name .. ' is writing here' end
  if grant ~= '' and call('HEXISTS', p .. 'grants', grant) == 0 then return 'autonomy is draft here' end
  if speaks ~= '1' then return nil end
  if about ~= '' and call('ZSCORE', p .. 'flags', conv .. ' ' .. about) then return 'a rule left this message to a person' end
  local another = has_another(to, about)
  if another then return another end
  local one, all = one_person(account, to), 'c:' .. conv
  local why = to ~= '' and over(one, limits[1], limits[5]) or over(all, limits[2], limits[6])
  if not why then
    counted[one], counted[all] = (counted[one] or 0) + 1, (counted[all] or 0) + 1
  end
  return why
end

local function count(delivery, to)
  if limits[3] <= 0 then return end
  for _, who in ipairs({ 'c:' .. conv, to ~= '' and one_person(account, to) or nil }) do
    call('ZADD', p .. 'alone:' .. who, now, delivery)
    call('PEXPIRE', p .. 'alone:' .. who, limits[3])
  end
end

local function save(body, about, speaks, due, by, waits, grant)
  local said, to = cjson.decode(body), author_of(conv, about)
  local id = tostring(call('INCR', p .. 'seq'))
  call('HSET', p .. 'd:' .. id, 'st', 'pending', 'b', body, 'c', conv, 'a', account, 'ab', about, 'at', now, 'sp', speaks,
    'to', to)
  if waits ~= '' then call('HSET', p .. 'd:' .. id, 'wt', waits) end
  if said.discloses then call('HSET', p .. 'd:' .. id, 'dc', 1) end
  record('draft.new', conv, id, author, sources(said))
  if due == '' then
    await_decision(conv, account, id)
    return id, ''
  end
  settle_draft(id, 'approved', person and author or 'sangam', '')
  decided_in(id, mode)
  if grant ~= '' then call('HSET', p .. 'd:' .. id, 'gr', grant) end
  local delivery = enqueue(conv, account, id, said.x, by, author, tonumber(due), person and '' or '1')
  if not person and speaks == '1' then count(delivery, to) end
  return id, delivery
end

-- Writes one decision down; places in the ledger are times of ours and only grow.
local function enter(text, made)
  local newest = call('XREVRANGE', p .. 'ledger', '+', '-', 'COUNT', 1)[1]
  local at, number = string.match(newest and newest[1] or '0-0', '^(%d+)%-(%d+)$')
  local id = tonumber(at) < now and string.format('%.0f-0', now) or at .. '-' .. number + 1
  local oldest = math.max(0, now - KEPT * 1000)
  local done = redis.pcall('XADD', p .. 'ledger', 'MINID', '~', oldest, id, 'j', text, 'd', made)
  if type(done) == 'table' then -- our clock is behind decisions that are forgotten already
    done = call('XADD', p .. 'ledger', '*', 'j', text, 'd', made)
  end
  call('RPUSH', p .. 'l:' .. conv, done)
  call('LTRIM', p .. 'l:' .. conv, -OF_ONE_CONVERSATION, -1)
  call('EXPIRE', p .. 'l:' .. conv, KEPT)
end

-- Whom the replies among the offers answer, and who of them gets one that needs nobody.
local spoken_to, leaves_for = {}, {}
for i = FIRST, #ARGV, EACH do
  local to = author_of(conv, ARGV[i + 1])
  local why = not person and ARGV[i + 3] ~= '' and must_wait(to, ARGV[i + 1], ARGV[i + 2], ARGV[i + 6])
  if why then ARGV[i + 3], ARGV[i + 5] = '', why end
  if ARGV[i + 2] == '1' then
    spoken_to[to] = true
    leaves_for[to] = leaves_for[to] or ARGV[i + 3] ~= ''
  end
end
for to in pairs(spoken_to) do
  outdate(conv, account, person and (author .. ' answered') or 'a newer draft took its place', to)
  if person then
    recall_automatic(conv, author .. ' answered', to)
    leave_to_people(conv, author .. ' answered somebody here', author .. ' wrote here')
    call('HSET', key, 'q', author)
  end
end
local made = {}
for i = FIRST, #ARGV, EACH do
  local id, delivery = save(unpack(ARGV, i, i + EACH - 1))
  made[#made + 1] = id
  made[#made + 1] = delivery
end
-- What one of our people does to somebody is a case, like what a rule does; what they take back ends the one that stands.
if with.case then
  local one, number = with.case, next_case()
  open_case(number, conv, account, one.m, one.p, author, one.y, { { one.kind, made[2], one.seconds, '' } }, one.fields)
  call('HSET', p .. 'd:' .. made[1], 'cs', number)
  if TAKES_AWAY[one.kind] then
    put_out_of_sight(conv, account, one.m, number)
    forget_question(conv, account, one.m, author .. ' took the message out of sight')
    leave_shelves(conv, account)
  end
end
if with.back then take_back_by_hand(conv, account, with.back, made[1], made[2], author) end
for to, leaves in pairs(leaves_for) do
  if leaves and not person then outdate(conv, account, 'another one needs nobody', to) end
end
local at = 0
for i = 11, FIRST - 1, 2 do
  local came = {}
  for _ = 1, tonumber(ARGV[i + 1]) do
    came[#came + 1] = made[2 * at + 1]
    came[#came + 1] = ARGV[FIRST + EACH * at + 5]
    at = at + 1
  end
  enter(ARGV[i], #came > 0 and cjson.encode(came) or '')
end

if with.priority then call('HSET', key, 'pr', with.priority) end
for _, label in ipairs(with.labels or {}) do add_label(conv, account, label, author) end
if with.hand_off then record('conversation.handed_off', conv, '', 'sangam', with.hand_off) end
if with.skipped then record('responders.skipped', conv, '', '', with.skipped) end
if with.silent then record('responders.silent', conv, '', '', with.silent) end
for _, id in ipairs(with.again or {}) do
  local d = call('HMGET', p .. 'd:' .. id, 'st', 'ab', 'to')
  if d[1] == 'rejected' and d[2] == newest_of(conv, d[3] ~= '' and d[3] or nil) then
    settle_draft(id, 'pending', '', '')
    await_decision(conv, account, id)
    record('draft.again', conv, id, '', with.silent)
  end
end
if with.assign and (c[6] or '') == '' then
  call('HSET', key, 'as', with.assign)
  shelve('mine:' .. with.assign, conv, account, now)
  record('conversation.assigned', conv, '', author, with.assign)
end
if with.snooze and c[4] == 'open' then
  local ends = now + with.snooze
  call('HSET', key, 'sn', ends)
  move_to('snoozed', conv, account, c[4], ends)
  tend_at('snooze ' .. conv, ends)
  record('conversation.snoozed', conv, '', author, tostring(ends))
end
if token ~= '' then
  if with.off then call('HSET', key, 'off', with.off) else call('HDEL', key, 'off') end
  for _, done in ipairs(call('SDIFF', asked, ask)) do call('HDEL', key, 'wi:' .. done) end
  call('DEL', asked)
  release('draft', conv, token)
end
return { 'ok', made }
