/** A board half covered with gesso: the product's mark. */
export function Mark() {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M4 4h16v16H4z" strokeWidth="1.6" />
      <path
        d="M4 4h16v9.2c-1.5 1-2.3-.7-3.7-.2-1.5.5-1.3 2.7-3 2.7s-1.5-1.900-3-2.100c-1.800-.3-2 1.500-3.500 1.300-1.200-.1-1.700-1.100-2.800-.8z"
        fill="currentColor"
        stroke="none"
      />
    </svg>
  );
}
