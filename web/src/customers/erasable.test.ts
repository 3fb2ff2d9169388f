import { expect, test } from 'vitest';
import { confirms } from './erasable';

const carla = { name: 'Carla Lane', numbers: ['+12065550199'] };

test.each(['Carla Lane', ' carla  lane ', '+12065550199', '(206) 555-0199', '1 206 555 0199'])(
  '%j confirms that Carla Lane is meant',
  (typed) => {
    expect(confirms(typed, carla)).toBe(true);
  },
);

test.each(['', 'Carla', 'yes', '0199', '555-0199', '(206) 555-0123', 'Carla Lane 2065550199'])('%j does not', (typed) => {
  expect(confirms(typed, carla)).toBe(false);
});
