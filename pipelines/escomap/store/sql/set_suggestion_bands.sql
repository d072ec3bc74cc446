-- reads: sug_skill; writes: sug_skill, the band of each suggestion under the thresholds of this run
update sug_skill
set band = case
    when confidence_score >= $accept_threshold then 'accept'
    when confidence_score >= $review_threshold then 'review'
    else 'none'
end
where band <> case
    when confidence_score >= $accept_threshold then 'accept'
    when confidence_score >= $review_threshold then 'review'
    else 'none'
end
