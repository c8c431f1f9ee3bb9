using KernelGuard.Policies.Documents;

namespace KernelGuard.Policies.Reading;

/// <summary>Reads one rule.</summary>
internal static class RuleReader
{
    public const int MaxReasonChars = 500;
    public const int MaxNextStepChars = 500;
    public const int MaxWhyChars = 200;
    public const int MaxQuorum = 100;

    public static RuleDefinition Read(DocumentNode.Map rule, DiagnosticBag bag)
    {
        var fields = new FieldReader(rule, DocumentKeys.Rule, bag);
        return new RuleDefinition(rule.Span)
        {
            Id = fields.Require("id") is null ? null : fields.LocatedText("id"),
            Description = fields.Text("description"),
            Tools = fields.Require("tool") is null ? [] : fields.Texts("tool"),
            When = fields.Expression("when"),
            Effect = fields.Require("effect") is null ? null : fields.Word("effect", Words.Effects),
            Mode = fields.Word("mode", Words.Modes),
            Reason = fields.Template("reason", MaxReasonChars),
            Code = fields.LocatedText("code"),
            Disclose = fields.Word("disclose", Words.Disclosures)?.Value ?? default,
            NextStep = fields.Text("next_step", MaxNextStepChars),
            Alternatives = [.. fields.Maps("alternatives").Select(map => ReadAlternative(map, bag)).OfType<AlternativeDefinition>()],
            Approval = fields.Map("approval") is { } approval ? ReadApproval(approval, bag) : null,
            Throttle = fields.Map("throttle") is { } throttle ? ModifierReader.ReadThrottle(throttle, bag) : null,
            Transforms = fields.Find("transform") is { } transform ? new(ModifierReader.ReadTransforms(transform, bag), transform.Span) : null,
            Sandbox = fields.Map("sandbox") is { } sandbox ? ModifierReader.ReadSandbox(sandbox, bag) : null,
        };
    }

    private static AlternativeDefinition? ReadAlternative(DocumentNode.Map map, DiagnosticBag bag)
    {
        var fields = new FieldReader(map, DocumentKeys.Alternative, bag);
        var why = fields.Text("why", MaxWhyChars);
        return fields.Require("tool") is not null && fields.LocatedText("tool") is { } tool ? new(tool, why) : null;
    }

    private static ApprovalDefinition ReadApproval(DocumentNode.Map map, DiagnosticBag bag)
    {
        var fields = new FieldReader(map, DocumentKeys.Approval, bag);
        return new ApprovalDefinition(map.Span)
        {
            By = fields.Texts("by"),
            Quorum = fields.Integer("quorum", 1, MaxQuorum),
            Within = fields.Duration("within"),
            ClaimWithin = fields.Duration("claim_within"),
            SamePerson = fields.Flag("same_person") ?? false,
        };
    }
}
