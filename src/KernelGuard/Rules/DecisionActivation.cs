using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.Decisions;
using KernelGuard.Rules.Meters;
using KernelGuard.State;

namespace KernelGuard.Rules;

/// <summary>The values that the conditions of one decision read. Facts become CEL values when a condition first asks for them. Not thread-safe.</summary>
internal sealed class DecisionActivation : CelActivation
{
    private readonly ToolCallRequest _request;
    private readonly SessionFacts _session;
    private readonly UsageStore _store;
    private CelValue _args;
    private CelValue?[]? _facts;
    private PolicyScope _document = PolicyScope.None;
    private List<VariableValues>? _variables;
    private List<CounterValues>? _counters;
    private List<UsageReading>? _usage;
    private List<UsageCharge>? _charges;

    // Takes no cancellation token: evaluation is bounded by cost, and a cancelled call is judged like any other.
    public DecisionActivation(ToolCallRequest request, SessionFacts session, UsageStore usage)
    {
        _request = request;
        _session = session;
        _store = usage;
    }

    /// <summary>What the call would use up of the throttles that concern it.</summary>
    public List<UsageCharge> Charges => _charges ??= [];

    /// <summary>The counters and throttles that were read.</summary>
    public IReadOnlyList<UsageReading> Usage => _usage?.AsReadOnly() ?? (IReadOnlyList<UsageReading>)[];

    /// <summary>What the roles said of the call.</summary>
    public GateResult Gate { get; set; } = GateResult.Open;

    /// <summary>Turns to the rules of a document: <c>vars</c> are the document's own.</summary>
    public void Enter(PolicyScope document) => _document = document;

    /// <summary>The variables that conditions read, by <c>policy.name</c>, with their values as text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Readings() =>
        _variables is null ? [] : [.. _variables.SelectMany(v => v.Readings())];

    /// <summary>Remembers a counter or throttle that was read, for evidence.</summary>
    public void Note(UsageReading reading) => (_usage ??= []).Add(reading);

    /// <summary>What earlier calls have added to a sum.</summary>
    public decimal ReadUsage(UsageKey key, TimeSpan per) => _store.Sum(key, per, _request.Time);

    /// <summary>What earlier calls have added to a counter, under this call's key.</summary>
    public CelValue ReadCounter(Counter counter)
    {
        var (key, error) = counter.Meter.KeyFor(this);
        if (error is not null)
        {
            return CelValue.Error(error);
        }

        if (!_store.Knows(key, _request.Time))
        {
            return CelValue.Error(CelErrorCodes.Unreadable, "too many keys are counted, so that not all is known of this one");
        }

        var used = ReadUsage(key, counter.Meter.Per);
        Note(new UsageReading(counter.PolicyId, counter.Name, used));
        return counter.ToValue(used);
    }

    /// <summary>How long until a charge fits under a limit; null where it never will.</summary>
    public TimeSpan? TimeUntilRelief(UsageCharge charge, decimal limit)
    {
        var surplus = ReadUsage(charge.Key, charge.Per) + charge.Amount - limit;
        return _store.TimeOfRelief(charge.Key, charge.Per, _request.Time, surplus) - _request.Time;
    }

    /// <inheritdoc/>
    protected override CelValue ResolveVariable(int slot) => (ConditionVariable)slot switch
    {
        ConditionVariable.Args => Args(),
        ConditionVariable.Counters => CelValue.FromMap(Counters()),
        ConditionVariable.Levels => ConditionFacts.Frozen(_document.Vocabulary.LevelValues),
        ConditionVariable.Vars => CelValue.FromMap(Variables()),
        var variable => Fact(variable),
    };

    // These are the same for every rule, and many rules read them.
    private CelValue Fact(ConditionVariable variable)
    {
        _facts ??= new CelValue?[(int)ConditionVariable.Request + 1];
        return _facts[(int)variable] ??= Read(variable);
    }

    private CelValue Read(ConditionVariable variable) => variable switch
    {
        ConditionVariable.Tool => ConditionFacts.Tool(_request.Tool, _request.Source),
        ConditionVariable.Agent => ConditionFacts.Agent(_request.Caller.Agent),
        ConditionVariable.User => ConditionFacts.User(_request.Caller.User),
        ConditionVariable.Session => ConditionFacts.Session(_request.Caller.Session, _session),
        ConditionVariable.Call => ConditionFacts.Call(_request, _session),
        ConditionVariable.Env => ConditionFacts.Frozen(_request.Environment),
        ConditionVariable.Resource => ConditionFacts.Resource(_request),
        ConditionVariable.Context => ConditionFacts.Context(_request),
        _ => ConditionFacts.Request(_request),
    };

    private CelValue Args()
    {
        if (_args.Kind != CelKind.Map)
        {
            _args = FrozenMap.ToValue(_request.Arguments, textConverts: _request.HasSchema);
        }

        return _args;
    }

    private CounterValues Counters()
    {
        _counters ??= [];
        var known = _counters.Find(values => ReferenceEquals(values.Scope, _document));
        if (known is null)
        {
            known = new CounterValues(_document, this);
            _counters.Add(known);
        }

        return known;
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
