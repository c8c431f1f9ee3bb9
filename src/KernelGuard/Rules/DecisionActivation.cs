using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.State;

namespace KernelGuard.Rules;

/// <summary>The values that the conditions of one decision read. Facts become CEL values when a condition first asks for them. Not thread-safe.</summary>
internal sealed class DecisionActivation : CelActivation
{
    private readonly ToolCallRequest _request;
    private readonly SessionFacts _session;
    private CelValue _args;
    private PolicyVariables _document = PolicyVariables.None;
    private List<VariableValues>? _variables;

    // Takes no cancellation token: evaluation is bounded by cost, and a cancelled call is judged like any other.
    public DecisionActivation(ToolCallRequest request, SessionFacts session)
    {
        _request = request;
        _session = session;
    }

    /// <summary>What the roles said of the call.</summary>
    public GateResult Gate { get; set; } = GateResult.Open;

    /// <summary>Turns to the rules of a document: <c>vars</c> are the document's own.</summary>
    public void Enter(PolicyVariables document) => _document = document;

    /// <summary>The variables that conditions read, by <c>policy.name</c>, with their values as text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Readings() =>
        _variables is null ? [] : [.. _variables.SelectMany(v => v.Readings())];

    /// <inheritdoc/>
    protected override CelValue ResolveVariable(int slot) => (ConditionVariable)slot switch
    {
        ConditionVariable.Args => Args(),
        ConditionVariable.Tool => ConditionFacts.Tool(_request.Tool),
        ConditionVariable.Agent => ConditionFacts.Agent(_request.Caller.Agent),
        ConditionVariable.User => ConditionFacts.User(_request.Caller.User),
        ConditionVariable.Session => ConditionFacts.Session(_request.Caller.Session, _session),
        ConditionVariable.Call => ConditionFacts.Call(_request, _session),
        ConditionVariable.Env => ConditionFacts.Frozen(_request.Environment),
        ConditionVariable.Resource => ConditionFacts.Resource(_request),
        ConditionVariable.Context => ConditionFacts.Context(_request),
        ConditionVariable.Request => ConditionFacts.Request(_request),
        ConditionVariable.Levels => ConditionFacts.Frozen(_document.Vocabulary.LevelValues),
        _ => CelValue.FromMap(Variables()),
    };

    private CelValue Args()
    {
        if (_args.Kind != CelKind.Map)
        {
            _args = FrozenMap.ToValue(_request.Arguments, textConverts: _request.HasSchema);
        }

        return _args;
    }

    private VariableValues Variables()
    {
        _variables ??= [];
        foreach (var values in _variables)
        {
            if (ReferenceEquals(values.Variables, _document))
            {
                return values;
            }
        }

        var added = new VariableValues(_document, this);
        _variables.Add(added);
        return added;
    }
}
