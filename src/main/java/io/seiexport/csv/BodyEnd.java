package io.seiexport.csv;

/** Whether the end of a body is known from elsewhere, and what becomes of one that only ends and has no other proof. */
enum BodyEnd {
    KNOWN, REFUSED, DOUBTED
}
