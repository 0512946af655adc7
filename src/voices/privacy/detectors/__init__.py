"""What may say who somebody is: one detector for each way of saying it; none of them decides."""
