-- What moderation decides to do outside: a draft that is approved as it is made, whatever else waits there.
-- `body` is the proposal (JSON), `about` the message that it is about or '', `case` its number or nil. Answers the
-- delivery.
local function decided(conv, account, body, about, by, due, case)
  local said, speaks = cjson.decode(body), '0'
  local kind = cjson.decode(said.x).kind
  if kind == 'reply' or kind == 'direct_message' then speaks = '1' end
  local id = tostring(call('INCR', p .. 'seq'))
  call('HSET', p .. 'd:' .. id, 'st', 'pending', 'b', body, 'c', conv, 'a', account, 'ab', about, 'at', now, 'sp', speaks,
    'to', author_of(conv, about))
  if case then call('HSET', p .. 'd:' .. id, 'cs', case) end
  record('draft.new', conv, id, said.by.name, '')
  settle_draft(id, 'approved', cjson.decode(by).name, '')
  decided_in(id, mode_now())
  return enqueue(conv, account, id, said.x, by, said.by.name, due, '')
end
