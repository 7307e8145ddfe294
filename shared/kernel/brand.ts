declare const brand: unique symbol;

/** A value that only its own parser can make: two brands of the same type do not mix. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };
