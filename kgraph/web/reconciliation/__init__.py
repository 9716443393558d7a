"""The W3C Reconciliation Service API 0.2, which OpenRefine and others match their tables with.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""
