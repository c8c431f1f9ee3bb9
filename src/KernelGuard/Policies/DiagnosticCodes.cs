namespace KernelGuard.Policies;

/// <summary>The codes of findings in policy documents. Documented in docs/diagnostics.md; never reused for anything else.</summary>
public static class DiagnosticCodes
{
    /// <summary>A file or folder does not exist.</summary>
    public const string FileNotFound = "file_not_found";

    /// <summary>A file or folder cannot be read.</summary>
    public const string FileUnreadable = "file_unreadable";

    /// <summary>A file is over the size limit.</summary>
    public const string FileTooLarge = "file_too_large";

    /// <summary>A file is not UTF-8.</summary>
    public const string NotUtf8 = "not_utf8";

    /// <summary>A folder holds no policy files.</summary>
    public const string NoPolicyFiles = "no_policy_files";

    /// <summary>A document holds nothing.</summary>
    public const string EmptyDocument = "empty_document";

    /// <summary>The text holds a control character, or one that is invisible or reorders the text around it.</summary>
    public const string InvalidCharacter = "invalid_character";

    /// <summary>The text is neither YAML nor JSON.</summary>
    public const string YamlSyntax = "yaml_syntax";

    /// <summary>The text uses a part of YAML that policies leave out.</summary>
    public const string YamlFeature = "yaml_feature";

    /// <summary>The document nests too deep.</summary>
    public const string TooDeep = "too_deep";

    /// <summary>A map holds the same key twice.</summary>
    public const string DuplicateKey = "duplicate_key";

    /// <summary>A key is a list or a map.</summary>
    public const string InvalidKey = "invalid_key";

    /// <summary>A number cannot be held exactly.</summary>
    public const string InvalidNumber = "invalid_number";

    /// <summary>A map holds a key that means nothing there.</summary>
    public const string UnknownKey = "unknown_key";

    /// <summary>A key that this version does not support yet.</summary>
    public const string NotSupported = "not_supported";

    /// <summary>A required key is not there.</summary>
    public const string MissingKey = "missing_key";

    /// <summary>A value is of another kind than its key asks for.</summary>
    public const string WrongType = "wrong_type";

    /// <summary>A value is none of the words that its key knows.</summary>
    public const string UnknownValue = "unknown_value";

    /// <summary>A value is empty.</summary>
    public const string EmptyValue = "empty_value";

    /// <summary>A list holds the same value twice.</summary>
    public const string DuplicateValue = "duplicate_value";

    /// <summary>A text is longer than its key permits.</summary>
    public const string TextTooLong = "text_too_long";

    /// <summary>A number or duration is outside of what its key permits.</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>A duration cannot be read.</summary>
    public const string InvalidDuration = "invalid_duration";

    /// <summary>A date cannot be read.</summary>
    public const string InvalidDate = "invalid_date";

    /// <summary>A name is not formed as names are.</summary>
    public const string InvalidName = "invalid_name";

    /// <summary>The language version is not one that this engine knows.</summary>
    public const string UnsupportedVersion = "unsupported_version";

    /// <summary>A tool pattern, or a tool's name, is not well formed.</summary>
    public const string InvalidPattern = "invalid_pattern";

    /// <summary>A key does not fit the rule's effect.</summary>
    public const string MisplacedKey = "misplaced_key";

    /// <summary>A rule's code is not formed as codes are, or belongs to the guard.</summary>
    public const string InvalidCode = "invalid_code";

    /// <summary>Two documents have the same policy id.</summary>
    public const string DuplicatePolicy = "duplicate_policy";

    /// <summary>Two rules of a document have the same id.</summary>
    public const string DuplicateRule = "duplicate_rule";

    /// <summary>Two documents declare the same agent.</summary>
    public const string DuplicateAgent = "duplicate_agent";

    /// <summary>Two documents define the same role.</summary>
    public const string DuplicateRole = "duplicate_role";

    /// <summary>An agent has a role that the set does not define.</summary>
    public const string UnknownRole = "unknown_role";

    /// <summary>Two documents declare the same scale of levels.</summary>
    public const string DuplicateLevels = "duplicate_levels";

    /// <summary>Two documents declare facts of the same type of resource, or of the context.</summary>
    public const string DuplicateFacts = "duplicate_facts";

    /// <summary>Two declared tools answer to the same name.</summary>
    public const string DuplicateTool = "duplicate_tool";

    /// <summary>Two documents describe the set.</summary>
    public const string DuplicateSet = "duplicate_set";

    /// <summary>A policy that the set lists is not there.</summary>
    public const string MissingPolicy = "missing_policy";

    /// <summary>The set has no rule.</summary>
    public const string NoRules = "no_rules";

    /// <summary>The JSON Schema of a tool's arguments cannot be used.</summary>
    public const string InvalidSchema = "invalid_schema";

    /// <summary>A CEL expression cannot be used.</summary>
    public const string InvalidExpression = "invalid_expression";

    /// <summary>An expression does not fit the arguments that a tool has.</summary>
    public const string ArgumentMismatch = "argument_mismatch";

    /// <summary>What a transform names is no place that it can change.</summary>
    public const string InvalidPath = "invalid_path";

    /// <summary>A rule writes the same place twice.</summary>
    public const string TransformConflict = "transform_conflict";

    /// <summary>A transform of calls that may need approval reads something that does not last until the approved call is made.</summary>
    public const string TransformInput = "transform_input";

    /// <summary>A rule would change calls of a tool that says they cannot be changed.</summary>
    public const string NotModifiable = "not_modifiable";

    /// <summary>A sandbox names a substitute that no document declares as one.</summary>
    public const string UnknownSubstitute = "unknown_substitute";

    /// <summary>A fixed or recorded result does not fit what the tool returns.</summary>
    public const string ResultMismatch = "result_mismatch";

    /// <summary>No result can be made up that fits what the tool returns.</summary>
    public const string ResultNotMade = "result_not_made";

    /// <summary>Two recordings of a tool have the same arguments.</summary>
    public const string DuplicateRecording = "duplicate_recording";

    /// <summary>The braces of a reason do not match.</summary>
    public const string InvalidTemplate = "invalid_template";

    /// <summary>More was found than is reported.</summary>
    public const string TooManyFindings = "too_many_findings";

    /// <summary>Warning: a rule permits because of what the model itself says about who is acting or what was agreed.</summary>
    public const string IdentityArgument = "identity_argument";

    /// <summary>Warning: no declared agent has a role.</summary>
    public const string UnheldRole = "unheld_role";

    /// <summary>Warning: an expression can be used and probably does not mean what it says.</summary>
    public const string DubiousExpression = "dubious_expression";

    /// <summary>The name of a tool, or a pattern, mixes letters of Latin and another script: an error within a word, a warning otherwise.</summary>
    public const string MixedScripts = "mixed_scripts";

    /// <summary>Warning: two rules say the same.</summary>
    public const string IdenticalRules = "identical_rules";

    /// <summary>Warning: other rules keep a rule or a default from ever making a difference.</summary>
    public const string ShadowedRule = "shadowed_rule";

    /// <summary>Warning: a condition, or a comparison, comes out the same for every call.</summary>
    public const string ConstantCondition = "constant_condition";

    /// <summary>Warning: an expression may cost more than evaluation is given.</summary>
    public const string CostlyExpression = "costly_expression";

    /// <summary>Warning: a rule names a tool that does not exist, where all tools are known.</summary>
    public const string UnreachedRule = "unreached_rule";

    /// <summary>Warning: nothing but <c>log_only</c> permits a tool.</summary>
    public const string LogOnlyPermit = "log_only_permit";

    /// <summary>Warning: no rule of the set permits anything.</summary>
    public const string NothingPermitted = "nothing_permitted";
}
