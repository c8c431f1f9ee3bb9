using System.Globalization;
using KernelGuard.Calls;
using KernelGuard.Calls.Canonical;
using KernelGuard.Decisions;

namespace KernelGuard.Evidence.Records;

/// <summary>What was decided about one call, and everything that the decision read.</summary>
internal sealed class DecisionRecord(DateTimeOffset time, ToolCallRequest request, Decision decision, CapturePlan plan)
    : EvidenceRecord(EvidenceRecordType.Decision, time)
{
    public override DecisionId? DecisionId => decision.Id;

    public override long PayloadChars => request.PayloadChars;

    private protected override void Describe(RecordMembers members, ICollection<EvidenceSalt> salts)
    {
        // Captured values come first: the texts after them are masked by what was found sensitive.
        var redactor = new Redactor(plan, decision.Id, salts);
        DescribeCall(members);
        DescribeCaller(members, redactor);
        DescribeArguments(members, redactor);
        DescribeFacts(members, redactor);
        DescribeVerdict(members, redactor);
        DescribeRules(members, redactor);
        members.AddAll("redacted", redactor.Redacted, static (item, redacted) =>
            item.Add("path", redacted.Path).Add("commitment", redacted.Commitment));
    }

    private void DescribeCall(RecordMembers members)
    {
        var tool = new RecordMembers()
            .Add("name", request.Tool.Name)
            .Add("source", NullIfEmpty(request.Source))
            .Add("risk", NullIfEmpty(request.Tool.Risk))
            .Add("impact", NullIfEmpty(request.Tool.Impact))
            .Add("data", request.Tool.Data)
            .Add("tags", request.Tool.Tags)
            .Add("regulations", request.Tool.Regulations);
        members
            .Add("decision_id", decision.Id.ToString())
            .Add("trace_id", request.TraceId)
            .Add("span_id", request.SpanId)
            .Add("call_id", request.CallId)
            .Add("batch_id", request.BatchId)
            .Add("request_time", RecordTime.ToText(request.Time))
            .Add("direct", request.IsDirect)
            .Add("has_schema", request.HasSchema)
            .Add("tool", tool);
        if (request.NeedsApproval)
        {
            members.Add("needs_approval", true);
        }
    }

    private void DescribeCaller(RecordMembers members, Redactor redactor)
    {
        var (agent, user) = (request.Caller.Agent, request.Caller.User);
        members.Add("session", request.Caller.Session);
        if (agent is not null)
        {
            var identity = new RecordMembers().Add("id", agent.Id).Add("trust", agent.Trust);
            if (agent.Since is { } since)
            {
                identity.Add("since", RecordTime.ToText(since));
            }

            if (agent.Roles is { } roles)
            {
                identity.AddValue("roles", new FrozenList([.. roles.OfType<string>().Select(RecordText.WellFormed)]));
            }

            members.Add("agent", AddFacts(identity, redactor, "attributes", "agent.attributes", agent.Attributes));
        }

        if (user is not null)
        {
            var identity = new RecordMembers().Add("id", user.Id).Add("tenant", user.Tenant).Add("workspace", user.Workspace);
            if (user.Roles is not null)
            {
                identity.AddValue("roles", user.Roles);
            }

            members.Add("user", AddFacts(identity, redactor, "attributes", "user.attributes", user.Attributes));
        }
    }

    private void DescribeArguments(RecordMembers members, Redactor redactor)
    {
        var arguments = redactor.Capture("args", request.Arguments);
        members
            .Add("capture", EvidenceNames.Of(plan.Capture.Mode))
            .AddValue("arguments", arguments)
            .Add("input_hash", CanonicalJson.Hash(arguments))
            .AddTexts("ignored_arguments", request.IgnoredArguments);
        if (decision.EffectiveArguments is { } effective && !AreEqual(effective, request.Arguments))
        {
            members.AddValue("effective_arguments", redactor.Capture("effective_args", effective));
        }
    }

    private void DescribeFacts(RecordMembers members, Redactor redactor)
    {
        AddFacts(members, redactor, "resource", "resource", request.Resource);
        AddFacts(members, redactor, "context", "context", request.Context);
        AddFacts(members, redactor, "env", "env", request.Environment);
        members.AddAll("fact_errors", request.FactFailures, (item, failure) => item.Add("fact", failure.Fact).Add("error", redactor.Mask(failure.Cause)));
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, text) in decision.Variables)
        {
            var key = RecordText.WellFormed(name);
            variables[key] = redactor.CaptureDerived(
                RecordPath.Join("variables", key), key[(key.LastIndexOf('.') + 1)..], RecordText.WellFormed(text));
        }

        members.Add("variables", new FrozenObject([.. variables.Keys], [.. variables.Values], ignoresCase: false));
    }

    private void DescribeVerdict(RecordMembers members, Redactor redactor)
    {
        members
            .Add("policy_digest", decision.PolicyDigest)
            .Add("mode", decision.Mode.ToName())
            .Add("effect", decision.Effect.ToName())
            .Add("status", decision.Status.ToName())
            .Add("code", decision.Code)
            .Add("reason", redactor.Mask(decision.Reason))
            .Add("rule", Reference(decision.Rule))
            .Add("disclose", EvidenceNames.Of(decision.Disclose))
            .Add("next_step", redactor.Mask(decision.NextStep))
            .Add("attempt", decision.Attempt)
            .AddTexts("result_redactions", decision.ResultRedactions.Select(static redaction => redaction.Path.Text))
            .Add("substitute", Substitute(decision.Substitute))
            .AddAll("allowed", decision.Allowed, DescribeBounds)
            .AddAll("alternatives", decision.Alternatives, static (item, alternative) => item.Add("tool", alternative.Tool).Add("why", alternative.Why));
        if (decision.RetryAfter is { } wait)
        {
            members.AddValue("retry_after_seconds", wait.TotalSeconds);
        }

        if (decision.Observed is { } observed)
        {
            members.Add("observed", new RecordMembers()
                .Add("effect", observed.Effect.ToName()).Add("code", observed.Code).Add("rule", Reference(observed.Rule)));
        }

        if (request.Problem is { } problem)
        {
            members.Add("problem", new RecordMembers()
                .Add("code", GuardCodes.For(problem.Kind)).Add("message", redactor.Mask(problem.Message)).Add("path", problem.Path));
        }
    }

    private void DescribeRules(RecordMembers members, Redactor redactor)
    {
        members
            .AddTexts("policies", decision.Evaluations.Select(static evaluation => evaluation.Rule.PolicyId).Distinct(StringComparer.Ordinal))
            .AddAll("roles", decision.Roles, (item, evaluation) => item
                .Add("role", evaluation.Role)
                .Add("result", EvidenceNames.Of(evaluation.Outcome))
                .Add("error", redactor.Mask(evaluation.Error)))
            .AddAll("rules", decision.Evaluations, (item, evaluation) => item
                .Add("policy", evaluation.Rule.PolicyId)
                .Add("rule", evaluation.Rule.RuleId)
                .Add("effect", evaluation.Rule.Effect.ToName())
                .Add("mode", evaluation.Rule.Mode.ToName())
                .Add("result", EvidenceNames.Of(evaluation.Outcome))
                .Add("error", redactor.Mask(evaluation.Error)))
            .AddAll("usage", decision.Usage, static (item, usage) => item
                .Add("policy", usage.PolicyId)
                .Add("name", usage.Name)
                .Add("used", Exact(usage.Used))
                .Add("limit", usage.Limit is { } limit ? Exact(limit) : null))
            .AddAll("approvals", decision.Approvals, static (item, approval) => item
                .Add("rule", Reference(approval.Rule))
                .AddTexts("by", approval.By)
                .Add("quorum", approval.Quorum)
                .AddValue("within_seconds", approval.Within.TotalSeconds)
                .AddValue("claim_within_seconds", approval.ClaimWithin.TotalSeconds)
                .Add("same_person", approval.SamePerson));
    }

    private static void DescribeBounds(RecordMembers item, ArgumentBounds bounds)
    {
        item.Add("argument", bounds.Argument);
        (string Key, object? Value)[] ends = [("min", bounds.Min), ("exclusive_min", bounds.ExclusiveMin), ("max", bounds.Max), ("exclusive_max", bounds.ExclusiveMax)];
        foreach (var (key, value) in ends.Where(static end => end.Value is not null))
        {
            item.AddValue(key, value);
        }

        item.Add("one_of", new FrozenList([.. bounds.OneOf]));
    }

    private static RecordMembers AddFacts(RecordMembers members, Redactor redactor, string key, string path, FrozenObject facts) =>
        facts.Count == 0 ? members : members.AddValue(key, redactor.Capture(path, facts));

    private static RecordMembers? Substitute(Substitute? substitute)
    {
        var members = new RecordMembers();
        return substitute switch
        {
            null => null,
            { Tool: { } tool } => members.Add("tool", tool),

            // What was recorded may be as secret as what tools return: it is part of the outcome, as far as outputs are captured.
            { From: { } source } => members.Add("from", source == ResultSource.Recorded ? "recorded" : "schema"),
            _ => members.AddValue("result", substitute.Result),
        };
    }

    // As text: a sum may have more digits than a JSON number keeps.
    private static string Exact(decimal amount) => amount.ToString("0.#############################", CultureInfo.InvariantCulture);

    private static RecordMembers? Reference(RuleReference? rule) =>
        rule is null ? null : new RecordMembers().Add("policy", rule.PolicyId).Add("rule", rule.RuleId);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static bool AreEqual(FrozenObject left, FrozenObject right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        using var x = new CanonicalJsonBuffer();
        using var y = new CanonicalJsonBuffer();
        CanonicalJson.Write(x, left);
        CanonicalJson.Write(y, right);
        return x.Written.SequenceEqual(y.Written);
    }
}
