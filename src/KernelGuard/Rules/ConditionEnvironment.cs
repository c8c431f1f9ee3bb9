using KernelGuard.Cel;
using KernelGuard.Facts;
using KernelGuard.Rules.Addresses;

namespace KernelGuard.Rules;

/// <summary>The names and types that conditions know.</summary>
internal static class ConditionEnvironment
{
    private static readonly CelType Facts = CelType.Map(CelType.String, CelType.Dyn);
    private static readonly CelEnvironment _posix = WithFunctions(PathStyle.Posix);
    private static readonly CelEnvironment _windows = WithFunctions(PathStyle.Windows);

    /// <summary>The environment of one document.</summary>
    /// <param name="variables">The <c>vars</c> declared so far, with the types of their expressions.</param>
    /// <param name="counters">The counters that can be read, with the types of their sums.</param>
    /// <param name="vocabulary">What the set adds.</param>
    /// <param name="paths">How its paths are read.</param>
    public static CelEnvironment Create(
        IReadOnlyDictionary<string, CelType> variables,
        IReadOnlyDictionary<string, CelType> counters,
        ConditionVocabulary vocabulary,
        PathStyle paths = PathStyle.Posix)
    {
        var builder = (paths == PathStyle.Windows ? _windows : _posix).Extend();
        foreach (var variable in Enum.GetValues<ConditionVariable>())
        {
            builder.AddVariable(NameOf(variable), TypeOf(variable, variables, counters, vocabulary));
        }

        return builder.Build();
    }

    /// <summary>The name by which conditions know a variable.</summary>
    public static string NameOf(ConditionVariable variable) => variable switch
    {
        ConditionVariable.Args => "args",
        ConditionVariable.Tool => "tool",
        ConditionVariable.Agent => "agent",
        ConditionVariable.User => "user",
        ConditionVariable.Session => "session",
        ConditionVariable.Call => "call",
        ConditionVariable.Env => "env",
        ConditionVariable.Resource => "resource",
        ConditionVariable.Context => "context",
        ConditionVariable.Request => "request",
        ConditionVariable.Counters => "counters",
        ConditionVariable.Levels => "levels",
        _ => "vars",
    };

    private static CelType TypeOf(
        ConditionVariable variable,
        IReadOnlyDictionary<string, CelType> variables,
        IReadOnlyDictionary<string, CelType> counters,
        ConditionVocabulary vocabulary) => variable switch
    {
        ConditionVariable.Tool => Record("tool", ConditionFacts.ToolNames, _ => CelType.String, ("data", Strings), ("tags", Strings), ("regulations", Strings)),
        ConditionVariable.Agent => Record("agent", ConditionFacts.AgentNames, _ => CelType.String, ("roles", Strings), ("since", CelType.Timestamp), ("attributes", Facts)),
        ConditionVariable.User => Record("user", ConditionFacts.UserNames, _ => CelType.String, ("roles", Strings), ("attributes", Facts)),
        ConditionVariable.Session => Record("session", ConditionFacts.SessionNames, _ => CelType.Int, ("id", CelType.String), ("labels", Strings)),
        ConditionVariable.Call => Record("call", ConditionFacts.CallNames, _ => CelType.Int, ("direct", CelType.Bool)),
        ConditionVariable.Request => Record("request", ConditionFacts.RequestNames, _ => CelType.Timestamp),
        ConditionVariable.Resource => CelType.Object(
            "resource",
            new Dictionary<string, CelField>(FieldsOf(vocabulary.Facts.Where(subject => subject.Name != FactSubject.Context)))
            {
                ["type"] = new(CelType.String, false),
                ["id"] = new(CelType.String, false),
            },
            CelType.Dyn),
        ConditionVariable.Context => CelType.Object(
            "context", FieldsOf(vocabulary.Facts.Where(subject => subject.Name == FactSubject.Context)), CelType.Dyn),
        ConditionVariable.Levels => CelType.Object("levels", vocabulary.Levels.ToDictionary(
            scale => scale.Name, scale => new CelField(CelType.Object(
                $"levels.{scale.Name}", scale.Words.ToDictionary(word => word, _ => new CelField(CelType.Int)))))),
        ConditionVariable.Counters => Named("counters", counters),
        ConditionVariable.Vars => Named("vars", variables),
        _ => Facts,
    };

    // Types of resources may have facts of the same name; what they do not agree on is known at the call.
    private static Dictionary<string, CelField> FieldsOf(IEnumerable<FactSubject> subjects) => subjects
        .SelectMany(subject => subject.Fields)
        .GroupBy(field => field.Name, field => TypeOf(field.Type), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => new CelField(group.Distinct().Count() == 1 ? group.First() : CelType.Dyn, true));

    private static CelType TypeOf(FactType type) => type switch
    {
        FactType.String => CelType.String,
        FactType.Int => CelType.Int,
        FactType.Double => CelType.Double,
        FactType.Bool => CelType.Bool,
        FactType.List => CelType.List(CelType.Dyn),
        _ => Facts,
    };

    private static CelType Named(string name, IReadOnlyDictionary<string, CelType> fields) =>
        CelType.Object(name, fields.ToDictionary(f => f.Key, f => new CelField(f.Value, false)));

    private static CelEnvironment WithFunctions(PathStyle paths)
    {
        var builder = CelEnvironment.CreateBuilder();
        foreach (var function in AddressFunctions.For(paths))
        {
            builder.AddFunction(function);
        }

        return builder.Build();
    }

    private static CelType Strings => CelType.List(CelType.String);

    // Every field counts as optional: the host may not have given it, and has() tells.
    private static CelType Record(
        string name, string[] fields, Func<string, CelType> usual, params (string Field, CelType Type)[] others) =>
        CelType.Object(name, fields.ToDictionary(
            f => f,
            f => new CelField(others.FirstOrDefault(o => o.Field == f).Type ?? usual(f), true)));
}
