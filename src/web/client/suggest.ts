// Offers what fits what is typed in fields with `data-suggest`.
export {};
