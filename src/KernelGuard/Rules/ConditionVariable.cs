namespace KernelGuard.Rules;

/// <summary>The top-level names of conditions; the value is the slot. <c>args</c> alone is written by the model, and nothing in it can create or shadow another name.</summary>
internal enum ConditionVariable
{
    Args,
    Tool,
    Agent,
    User,
    Session,
    Call,
    Env,
    Resource,
    Context,
    Request,
    Counters,
    Levels,
    Vars,
}
