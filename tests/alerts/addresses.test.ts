import { expect, test } from 'vitest';
import { addressJudge, plainAddress } from '../../src/alerts/addresses.ts';

/** First and last addresses of what is not public, and the public neighbours of it. */
const EDGES: [forbidden: string[], neighbours: string[]][] = [
  [['0.0.0.0', '0.255.255.255'], ['1.0.0.0']],
  [
    ['10.0.0.0', '10.255.255.255'],
    ['9.255.255.255', '11.0.0.0'],
  ],
  [
    ['100.64.0.0', '100.127.255.255'],
    ['100.63.255.255', '100.128.0.0'],
  ],
  [
    ['127.0.0.0', '127.255.255.255'],
    ['126.255.255.255', '128.0.0.0'],
  ],
  [
    ['169.254.0.0', '169.254.255.255'],
    ['169.253.255.255', '169.255.0.0'],
  ],
  [
    ['172.16.0.0', '172.31.255.255'],
    ['172.15.255.255', '172.32.0.0'],
  ],
  [
    ['192.0.0.0', '192.0.0.255', '192.0.2.0', '192.0.2.255'],
    ['191.255.255.255', '192.0.1.0', '192.0.3.0'],
  ],
  [
    ['192.88.99.0', '192.88.99.255'],
    ['192.88.98.255', '192.88.100.0'],
  ],
  [
    ['192.168.0.0', '192.168.255.255'],
    ['192.167.255.255', '192.169.0.0'],
  ],
  [
    ['198.18.0.0', '198.19.255.255'],
    ['198.17.255.255', '198.20.0.0'],
  ],
  [
    ['198.51.100.0', '198.51.100.255'],
    ['198.51.99.255', '198.51.101.0'],
  ],
  [
    ['203.0.113.0', '203.0.113.255'],
    ['203.0.112.255', '203.0.114.0'],
  ],
  [['224.0.0.0', '239.255.255.255', '240.0.0.0', '255.255.255.254', '255.255.255.255'], ['223.255.255.255']],
  [['168.63.129.16'], ['168.63.129.15', '168.63.129.17']],
  [
    ['::', '::1', '::2', '::ffff:0:0', '::ffff:1.1.1.1', '::ffff:0:1.1.1.1', '64:ff9b::1.1.1.1', '64:ff9b:1:ffff::', '100::', '1fff::1'],
    [],
  ],
  [
    ['2001::', '2001:0:ffff::', '2001:2::1', '2001:10::1', '2001:1f::1', '2001:20::1', '2001:2f::1', '2001:1ff::1'],
    ['2000::1', '2001:200::1'],
  ],
  [
    ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001:db7::1', '2001:db9::1'],
  ],
  [
    ['2002::', '2002:ffff::1'],
    ['2001:ffff::1', '2003::1'],
  ],
  [['3fff::', '3fff:fff::1', '4000::', '5f00::1', 'fc00::', 'fdff::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1'], ['3ffe::1']],
];

test('the first and the last address of every special range are forbidden, and their neighbours are public', () => {
  const judge = addressJudge([]);
  for (const [forbidden, neighbours] of EDGES) {
    expect(Object.fromEntries(forbidden.map((one) => [one, judge(one)]))).toEqual(
      Object.fromEntries(forbidden.map((one) => [one, 'forbidden'])),
    );
    expect(Object.fromEntries(neighbours.map((one) => [one, judge(one)]))).toEqual(
      Object.fromEntries(neighbours.map((one) => [one, 'public'])),
    );
  }
});

test('what is no address, or is spelled so that programs differ about it, is forbidden', () => {
  const judge = addressJudge(['0.0.0.0/0', '::/0']);
  for (const text of ['', 'localhost', '127.1', '0177.0.0.1', '0x7f.0.0.1', '2130706433', '1.1.1.1.', '[::1]', '1.1.1.1:80', ' 1.1.1.1']) {
    expect(judge(text), text).toBe('forbidden');
  }
});

test.each([
  [
    '10.0.0.0/8',
    ['10.0.0.1', '10.255.255.255', '::ffff:10.0.0.1'],
    ['11.0.0.1', '127.0.0.1', '::10.0.0.1', '64:ff9b::10.0.0.1', '2002:a00:1::'],
  ],
  ['10.9.9.9/8', ['10.0.0.1'], ['11.0.0.1']],
  ['127.0.0.1', ['127.0.0.1', '::ffff:127.0.0.1'], ['127.0.0.2', '::1', '::127.0.0.1']],
  ['::ffff:10.0.0.0/104', ['10.0.0.1', '::ffff:10.0.0.1'], ['11.0.0.1']],
  ['0.0.0.0/0', ['127.0.0.1', '1.1.1.1', '::ffff:1.1.1.1'], ['::1', 'fd00::1', '64:ff9b::1.1.1.1']],
  ['::1', ['::1'], ['127.0.0.1', '::2', '::']],
  ['fd00::/8', ['fd00::1', 'fdff::1'], ['fc00::1']],
  ['fe80::/10', ['fe80::1', 'fe80::1%eth0'], ['fec0::1']],
  [
    '::/0',
    ['fd00::1', '::1', '2600::1'],
    ['::127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::10.0.0.1', '2002:a00:1::', '2001:0:a00:1::', '10.0.0.1'],
  ],
  ['64:ff9b::/96', ['64:ff9b::10.0.0.1'], ['64:ff9b:1::10.0.0.1', '10.0.0.1']],
  ['64:ff9b::/32', [], ['64:ff9b::10.0.0.1', '64:ff9b:1::1']],
  ['64:ff9b:1:7::/96', ['64:ff9b:1:7::a00:1'], ['64:ff9b:1:8::a00:1']],
  ['2002:a00::/24', ['2002:a00:1::'], ['2002:b00:1::']],
])('an operator who allows %s allows exactly that', (entry, allowed, others) => {
  const judge = addressJudge([entry]);
  for (const address of allowed) expect(judge(address), address).toBe('allowed');
  for (const address of others) expect(judge(address), address).not.toBe('allowed');
});

test('an address has one plain spelling', () => {
  expect(['::ffff:7f00:1', '127.0.0.1'].map(plainAddress)).toEqual(['127.0.0.1', '127.0.0.1']);
  expect(['0:0::01', '::1', 'fe80::1%lo'].map(plainAddress)).toEqual(['::1', '::1', 'fe80::1']);
  expect(plainAddress('localhost')).toBeUndefined();
});
