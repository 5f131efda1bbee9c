-- What our people note of somebody outside.
-- ARGV: now, verb (allow, disallow, label, merge, unmerge), contact, by, words (why; labels as JSON; the other account of
--   a merge), the most accounts of one person
-- Answers {'ok'}, {'already', by}, {'alone'} or {'many', how many it would be}.
local verb, contact, by, words, most = ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local key = p .. 'mp:' .. contact

local function group_of(one)
  local group = call('HGET', p .. 'mp:' .. one, 'same') or ''
  return group, group == '' and { one } or call('SMEMBERS', p .. 'same:' .. group)
end

-- Who of the accounts of this person is allowed, and by whom.
local function allowed()
  local _, all = group_of(contact)
  for _, one in ipairs(all) do
    local by_whom = call('HGET', p .. 'mp:' .. one, 'ok') or ''
    if by_whom ~= '' then return all, by_whom end
  end
  return all, nil
end

if verb == 'allow' then
  local _, was = allowed()
  if was then return { 'already', was } end
  call('HSET', key, 'ok', by)
elseif verb == 'disallow' then
  local all, was = allowed()
  if not was then return { 'already', '' } end
  for _, one in ipairs(all) do call('HDEL', p .. 'mp:' .. one, 'ok') end
elseif verb == 'label' then
  call('HSET', key, 'lb', words)
elseif verb == 'merge' then
  local group, these = group_of(contact)
  local other, those = group_of(words)
  if group ~= '' and group == other then return { 'already', '' } end
  if #these + #those > most then return { 'many', tostring(#these + #those) } end
  local name = group ~= '' and group or other ~= '' and other or tostring(call('INCR', p .. 'seq'))
  for _, all in ipairs({ these, those }) do
    for _, one in ipairs(all) do
      call('HSET', p .. 'mp:' .. one, 'same', name)
      call('SADD', p .. 'same:' .. name, one)
    end
  end
  if other ~= '' and other ~= name then call('DEL', p .. 'same:' .. other) end
else
  local group, all = group_of(contact)
  if group == '' then return { 'alone' } end
  call('HDEL', key, 'same')
  call('SREM', p .. 'same:' .. group, contact)
  if #all == 2 then -- one that is left alone is nobody's other account
    for _, one in ipairs(call('SMEMBERS', p .. 'same:' .. group)) do call('HDEL', p .. 'mp:' .. one, 'same') end
    call('DEL', p .. 'same:' .. group)
  end
end
log('person.' .. verb, '', contact, by, words)
return { 'ok' }
