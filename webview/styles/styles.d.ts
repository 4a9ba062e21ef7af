/** Style sheets are bundled into one file; importing one gives no value. */
declare module '*.css';
