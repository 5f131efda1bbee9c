-- Ends a case, or declines the appeal against it, once: what it did outside is taken back, its message is a question again,
-- and what is to be said about that is put on its way.
-- ARGV: now, number, verdict (undone, granted or declined), by, who decides (JSON), why or what is answered, then a JSON
--   list of how each of its deeds is taken back (a proposal; '' where nothing can, 'never done' where nothing need), and
--   what is said: '' or conversation, message that it is about, proposal
-- Answers {'ok'}, or why not: {'missing'}, {'undone', by}, {'appealed'}, {'none'}, {'decided', how, by}, {'own'} or
-- {'changed'} when there are other deeds than these, or one was perhaps done by now.
local number, verdict, by, actor, words = tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local key, backs = p .. 'k:' .. number, list_of(ARGV[7])
local c = call('HMGET', key, 'a', 'ut', 'ub', 'ap', 'dd', 'by', 'c', 'm', 'p')
if not c[1] then return { 'missing' } end
local account, undone, appeal = c[1], (c[2] or '') ~= '', c[4] and cjson.decode(c[4])
local deeds = list_of(c[5])

-- What was done, or perhaps was, is from here on the deed of another case, and taken back with that one.
local function is_deed_of(deed, to)
  call('HSET', p .. 'd:' .. call('HGET', p .. 'o:' .. deed[2], 'd'), 'cs', to)
end

local function hand_over(deed, to)
  if deed[4] ~= '' or not perhaps_done(deed[2]) then return false end
  local theirs = list_of(call('HGET', p .. 'k:' .. to, 'dd'))
  theirs[#theirs + 1] = { deed[1], deed[2], deed[3], '' }
  call('HSET', p .. 'k:' .. to, 'dd', cjson.encode(theirs))
  is_deed_of(deed, to)
  return true
end

-- Whether another case that stands has a deed, too, or wants what it did and has not come to that: then it stays.
local function stays(deed)
  local kind, message, person = deed[1], c[8] or '', c[9] or ''
  local others = sharing(kind, c[7], account, message, person, deed[2])
  if #others > 0 then
    is_deed_of(deed, others[1])
    return true
  end
  local wanted, state = wanted_still(kind, c[7], account, message, person)
  return wanted and state ~= 'sent' and hand_over(deed, wanted), wanted
end

-- The conversation in which somebody appealed goes its way again, unless another appeal waits there.
local function let_go(conv)
  for _, other in ipairs(call('ZRANGE', p .. 'q:appeals', 0, -1)) do
    local text = call('HGET', p .. 'k:' .. other, 'ap')
    if text and cjson.decode(text).c == conv then return end
  end
  local c = call('HMGET', p .. 'c:' .. conv, 'a', 'q')
  if not c[1] then return end
  drop_label(conv, c[1], 'appeal')
  if c[2] == 'moderation' then call('HSET', p .. 'c:' .. conv, 'q', '') end
end

local function settle_appeal()
  local conv = appeal.c
  appeal.st, appeal.by, appeal.dt, appeal.an = verdict, by, now, words
  call('HSET', key, 'ap', cjson.encode(appeal))
  call('ZREM', p .. 'q:appeals', number)
  call('ZREM', p .. 'due:tend', 'appeal ' .. number)
  count_day('a:' .. verdict)
  record('appeal.' .. verdict, conv, tostring(number), by, words)
  let_go(conv)
end

if verdict == 'undone' then
  if undone then return { 'undone', c[3] or '' } end
  if appeal and appeal.st == 'open' then return { 'appealed' } end
else
  if not appeal then return { 'none' } end
  if appeal.st ~= 'open' then return { 'decided', appeal.st, appeal.by or '' } end
  local opener = cjson.decode(c[6])
  local function called(name) return string.match(name, '^[^@]*') end -- as in appeals.py: why_not
  if opener.kind == 'person' and called(opener.name) == called(by) then return { 'own' } end
end
if verdict ~= 'declined' and not undone then
  if #backs ~= #deeds then return { 'changed' } end
  for place, body in ipairs(backs) do
    if body == 'never done' and perhaps_done(deeds[place][2]) then return { 'changed' } end
  end
  close_case(number, by, verdict == 'granted' and 'their appeal was granted' or words) -- the answer is for them
  for place, body in ipairs(backs) do
    local is_anothers, wanted = stays(deeds[place])
    if not is_anothers then undo_deed(number, place, wanted and '' or body, actor, by, now) end
  end
end
if verdict ~= 'undone' then settle_appeal() end
if ARGV[8] ~= '' then
  local to = string.match(ARGV[8], '^(.-)/')
  local _, draft = act_for_case(number, ARGV[8], to, ARGV[10], ARGV[9], actor, by, now, true)
  if verdict == 'undone' then call('HSET', p .. 'd:' .. draft, 'nq', 1) end -- it answers no question
end
return { 'ok' }
