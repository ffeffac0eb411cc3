"""Thirty figures of a report that never was. Ten are faulty, each in a way of its own."""

FIGURES = """\
id,printed,kind,count,base,scale_low,scale_high,best,n_items,survey,relation,unit
invited,24,total,24,,,,,,,,people
returned,20,total,20,24,,,,,,part-of invited,people
rate,83%,percent,20,24,,,,,,share,
women,12,count,12,20,,,,,form,part-of returned,people
men,8,count,8,20,,,,,form,part-of returned,people
both,20,total,20,,,,,,,sum women men,people
women-share,60%,percent,12,20,,,,,form,share; whole men-share,
men-share,40%,percent,8,20,,,,,form,share,
agreed,65 per cent,percent,13,20,,,,,form,share,
no-count,85%,percent,,20,,,,,form,,
half,half,share_in_words,10,20,,,,,,share,
most,most of them,share_in_words,13,20,,,,,,share,
all,all,share_in_words,20,20,,,,,,share,
almost,almost 1 in 3,share_in_words,6,20,,,,,,share,
before,3.2,mean,,20,1,5,high,1,,,points
after,3.85,mean,,20,1,5,high,1,,,points
change,+0.65,difference,,,1,5,,,,difference after before,points
grade-before,3,grade,,,1,4,low,,,,
grade-after,2,grade,,,1,4,low,,,,
arrow,↑,arrow,,,,,low,,,arrow grade-before grade-after,
bad-percent,57%,percent,12,20,,,,,form2,share,
bad-no-count,65%,percent,,16,,,,,form3,,
bad-count,21,count,21,20,,,,,,,people
bad-sum,25,total,25,,,,,,,sum women men,people
bad-whole,45%,percent,,,,,,,,whole women-share,
bad-scale,5.4,mean,,20,1,5,high,1,,,points
bad-grim,3.47,mean,,4,1,5,high,1,,,points
bad-change,+0.75,difference,,,1,5,,,,difference after before,points
bad-all,all,share_in_words,19,20,,,,,,share,
bad-arrow,↓,arrow,,,,,low,,,arrow grade-before grade-after,
"""
"""The share of one in three is 0.30, and 3.85 of 20 people is 77 divided by 20."""
