-- Saves drafts, and sends on those that need nobody, in one transaction.
-- ARGV: now, conversation, expected revision ('' for a person), lane token ('' for none), who wrote it, whether a person
--   speaks ('1'), expected mode, labels as JSON, priority, hand-off, skipped, why another one that was wanted
--   did not come; then for each draft five: body, about, whether it speaks, due ('' waits for a person), decided by (JSON)
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

local function save(body, about, speaks, due, by)
  local id = tostring(call('INCR', p .. 'seq'))
  call('HSET', p .. 'd:' .. id, 'st', 'pending', 'b', body, 'c', conv, 'a', account, 'ab', about, 'at', now, 'sp', speaks,
    'to', author_of(conv, about))
  record('draft.new', conv, id, author, '')
  if due == '' then
    await_decision(conv, account, id)
    return id, ''
  end
  settle_draft(id, 'approved', person and author or 'sangam', '')
  return id, enqueue(conv, account, id, cjson.decode(body).x, by, author, tonumber(due), person and '' or '1')
end

-- Whom the replies among the offers answer, and who of them gets one that needs nobody.
local spoken_to, leaves_for = {}, {}
for i = 13, #ARGV, 5 do
  if not person and someone_writes then ARGV[i + 3] = '' end -- what would go out alone waits while somebody writes
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
for i = 13, #ARGV, 5 do
  local id, delivery = save(unpack(ARGV, i, i + 4))
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
  call('DEL', p .. 'ask:' .. conv)
  release('draft', conv, token)
end
return { 'ok', made }
