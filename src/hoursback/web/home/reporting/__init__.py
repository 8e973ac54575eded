"""Reports: the plan, the results and the outlook as a page, a PDF and a workbook, and behind a link."""
