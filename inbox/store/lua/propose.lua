-- Saves drafts, and sends on those that need nobody, in one transaction.
-- ARGV: now, conversation, expected revision ('' for a person), lane token ('' for none), who wrote it, whether a person
--   speaks ('1'), expected mode, labels as JSON, priority, hand-off, skipped, why another one that was wanted
--   did not come, responders that may not draft here; then for each draft six: body, about, whether it speaks, due ('' waits for a person), decided by (JSON),
--   why it waits
-- Answers {'ok', {draft id, delivery id or ''}...} or {why not, detail}.
local conv, revision, token, author, person = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6] == '1'
local key = p .. 'c:' .. conv
local c = call('HMGET', key, 'a', 'rev', 'q', 'st', 'cl')
local account = c[1]

local function refuse(why, detail, again)
  if token ~= '' then release('draft', conv, token, again) end
  return { why, detail }
end

if not account then return refuse('missing', conv) end
if revision ~= '' and (c[2] or '0') ~= revision then return refuse('outdated', '', now) end
if not person and c[3] and c[3] ~= '' then return refuse('quiet', c[3]) end
local name, till = string.match(c[5] or '', '^(.*)|(%d+)$')
local someone_writes = name and name ~= author and tonumber(till) > now
if person and someone_writes then return refuse('claimed', name) end
local mode = mode_now()
if mode ~= ARGV[7] then return refuse('mode', mode, now) end
if token ~= '' and not holds('draft', conv, token) then return refuse('outdated', 'lease') end

-- What a proposal rests on, as the log says it.
local function sources(said)
  local ids = {}
  for _, source in ipairs(said.sources) do ids[#ids + 1] = source[1] end
  return table.concat(ids, ', ')
end

local function save(body, about, speaks, due, by, waits)
  local said = cjson.decode(body)
  local id = tostring(call('INCR', p .. 'seq'))
  call('HSET', p .. 'd:' .. id, 'st', 'pending', 'b', body, 'c', conv, 'a', account, 'ab', about, 'at', now, 'sp', speaks,
    'to', author_of(conv, about))
  if waits ~= '' then call('HSET', p .. 'd:' .. id, 'wt', waits) end
  if said.discloses then call('HSET', p .. 'd:' .. id, 'dc', 1) end
  record('draft.new', conv, id, author, sources(said))
  if due == '' then
    await_decision(conv, account, id)
    return id, ''
  end
  settle_draft(id, 'approved', person and author or 'sangam', '')
  decided_in(id, mode)
  return id, enqueue(conv, account, id, said.x, by, author, tonumber(due), person and '' or '1')
end

-- Whom the replies among the offers answer, and who of them gets one that needs nobody.
local spoken_to, leaves_for = {}, {}
for i = 14, #ARGV, 6 do
  if not person and someone_writes and ARGV[i + 3] ~= '' then -- what would go out alone waits while somebody writes
    ARGV[i + 3], ARGV[i + 5] = '', name .. ' is writing here'
  end
  if ARGV[i + 2] == '1' then
    local to = author_of(conv, ARGV[i + 1])
    spoken_to[to] = true
    leaves_for[to] = leaves_for[to] or ARGV[i + 3] ~= ''
  end
end
for to in pairs(spoken_to) do
  outdate(conv, account, person and (author .. ' answered') or 'a newer draft took its place', to)
  if person then
    recall_automatic(conv, author .. ' answered', to)
    call('HSET', key, 'q', author)
  end
end
local made = {}
for i = 14, #ARGV, 6 do
  local id, delivery = save(unpack(ARGV, i, i + 5))
  made[#made + 1] = id
  made[#made + 1] = delivery
end
for to, leaves in pairs(leaves_for) do
  if leaves and not person then outdate(conv, account, 'another one needs nobody', to) end
end
if ARGV[9] ~= '' then call('HSET', key, 'pr', ARGV[9]) end
for _, label in ipairs(cjson.decode(ARGV[8])) do
  local labels = cjson.decode(call('HGET', key, 'lb') or '[]')
  local has = false
  for _, old in ipairs(labels) do has = has or old == label end
  if not has then
    labels[#labels + 1] = label
    call('HSET', key, 'lb', cjson.encode(labels))
    shelve('label:' .. label, conv, account, now)
    record('conversation.labelled', conv, '', author, label)
  end
end
if ARGV[10] ~= '' then record('conversation.handed_off', conv, '', author, ARGV[10]) end
if ARGV[11] ~= '' then record('responders.skipped', conv, '', '', ARGV[11]) end
if ARGV[12] ~= '' then record('responders.silent', conv, '', '', ARGV[12]) end
if token ~= '' then
  if ARGV[13] ~= '' then call('HSET', key, 'off', ARGV[13]) else call('HDEL', key, 'off') end
  call('DEL', p .. 'ask:' .. conv)
  release('draft', conv, token)
end
return { 'ok', made }
