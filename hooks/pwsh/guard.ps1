# Wraps pip and python: aliases to programs of ours in pwsh-bin, since a function would change arguments and `$?`.
# Part of pyguard.psm1, whose state it shares.

$programs = "$programHome/hooks/pwsh-bin"
$creators = 'uv', 'virtualenv', 'poetry', 'pdm', 'hatch', 'pipenv'
# All that are wrapped, those of them that make environments, and none.
$names = $creatorNames = @()
$noNames = @()
# A function of such a name is the user's, but an alias of ours goes before it: these are looked for at every prompt.
$watched = @()
$items = $ExecutionContext.SessionState.InvokeProvider.Item
# Which of the three have an alias now: where an environment's own pip and python come first, the creators.
$wrapped = $noNames
# What makes environments, and what may bring another Python.
$creating = 'pip|python|uv|virtualenv'
$moving = 'venv|PATH|PIP_|[Aa]ctivate|workon|module|ml|spack|conda|mamba|Invoke-Expression|iex'
# What sends elsewhere what is installed, or has another Python run it: options as pip, easy_install and setup.py know them,
# abbreviated or in a cluster, and variables.
$redirecting = '--(?:py|ta|pre|ro|ins|ho|exec-p)|-[a-zA-Z]{0,3}[dt]'
$redirections = 'PIP_PYTHON', 'PIP_TARGET', 'PIP_PREFIX', 'PIP_ROOT', 'PIP_CONFIG_FILE'
# PATH as it was when that was settled.
$ownPath = ''

# Settles once which names are wrapped, and defines the commands.
function Set-Command {
    if (Test-Program) {
        $script:names = @(Get-Name)
        $script:creatorNames = $names.Where({ $creators.Contains($_) })
        $script:watched = @('Function:pip', 'Function:python')
        Set-OwnAlias 'pyguard'
    }
    ${function:global:pyguard-status} = {
        if ($args.Count -gt 0) { & "$script:programHome/cli/pyguard-status" @args; return }
        $version, $letters, $name = ([string]$env:PYGUARD_SEGMENT).Split([char[]]'|', 3)
        $words = @(
            $name
            $version
            if ($letters -clike '*n*') { 'no-env' }
            if ($letters -clike '*u*') { 'untrusted' }
            if ($letters -clike '*b*') { 'broken' }
            if ($letters -clike '*e*') { 'pip-elsewhere' }
            $isUserSiteOn = '' -ceq ([string]$env:PYTHONNOUSERSITE).Trim('0')
            if ($letters -clike '*s*' -and $isUserSiteOn) { 'user-site' }
        ).Where({ -not [string]::IsNullOrEmpty($_) })
        if ($words.Count -gt 0) { [string]::Join(' ', $words) }
    }
}

# Whether our programs can run: the bash of their first line may be elsewhere on a machine without install.sh.
function Test-Program {
    foreach ($line in [IO.File]::ReadLines("$script:programs/run")) {
        return $line -cmatch '^#!(/\S+)' -and [IO.File]::Exists($Matches[1])
    }
}

# Those on PATH for which there is a program in pwsh-bin, or those that PYGUARD_WRAP names.
function Get-Name {
    $asked = ([string]$env:PYGUARD_WRAP).Split([char[]]', ', [StringSplitOptions]'RemoveEmptyEntries')
    $paths = ([string]$env:PATH).Split([char]':')
    foreach ($file in [IO.Directory]::GetFiles($script:programs)) {
        $name = [IO.Path]::GetFileName($file)
        if (@('run', 'pyguard').Contains($name)) { continue }
        if ($asked.Count -gt 0) {
            if ($asked.Contains($name)) { $name }
        } elseif (@('pip', 'pip3', 'python', 'python3').Contains($name)) {
            $name
        } else {
            foreach ($path in $paths) {
                if ($path.Length -gt 0 -and [IO.File]::Exists("$path/$name")) { $name; break }
            }
        }
    }
}

# Sets and takes away the aliases as it is now. What stays is not touched: a look at a drive costs as much as a question.
function Sync-Alias {
    # Whoever removed pyguard has removed what the aliases lead to.
    if ((Test-Off) -or -not [IO.File]::Exists("$script:programs/run")) { $wanted = $script:noNames }
    elseif (Test-OwnFirst) { $wanted = $script:creatorNames }
    else { $wanted = $script:names }
    if ([object]::ReferenceEquals($wanted, $script:wrapped)) { return }
    foreach ($name in $script:wrapped) {
        if (-not $wanted.Contains($name)) { Remove-OwnAlias $name }
    }
    foreach ($name in $wanted) {
        if (-not $script:wrapped.Contains($name)) { Set-OwnAlias $name }
    }
    $script:wrapped = $wanted
}

# Whether the entered environment's own pip comes first: `module load` and its like put theirs in front.
function Test-OwnFirst {
    $script:ownPath = [Environment]::GetEnvironmentVariable('PATH')
    $script:ownPip.Length -gt 0 -and ([string]$script:ownPath).StartsWith("$script:ownPip/bin:", 'Ordinal')
}

# A name that is the user's alias or function stays theirs.
function Set-OwnAlias([string]$name) {
    if ($null -ne $script:variables.GetValue("Alias:$name") -or
        $null -ne $script:variables.GetValue("Function:$name")) { return }
    Microsoft.PowerShell.Utility\Set-Alias -Scope Global -Name $name -Value "$script:programs/$name"
}

function Remove-OwnAlias([string]$name) {
    if ([string]::Equals($script:variables.GetValue("Alias:$name"), "$script:programs/$name")) {
        $script:items.Remove("Alias:$name", $false)
    }
}

# The user has defined a function since.
function Clear-Alias([string]$function) {
    Remove-OwnAlias $function.Substring('Function:'.Length)
    $script:watched = @($script:watched -cne $function)
}

# What programs of ours left for this shell: an environment that is about to be made, or what `pyguard off` and its
# like change here. Pairs of word and value, NUL after each.
function Read-Note {
    if (-not [IO.File]::Exists($script:notes) -or -not (Test-RuntimeOwn)) { return }
    $words = [IO.File]::ReadAllText($script:notes).Split([char]0)
    [IO.File]::Delete($script:notes)
    for ($i = 0; $i + 1 -lt $words.Length; $i += 2) {
        switch -CaseSensitive ($words[$i]) {
            'born' { $script:birth = $words[$i + 1] }
            'off' { $script:off = $true }
            'on' {
                $script:off = $false
                # Names that are free by now are wrapped, too.
                foreach ($name in $script:wrapped) { Remove-OwnAlias $name }
                $script:wrapped = $script:noNames
                $script:watched = @('Function:pip', 'Function:python')
            }
            'enter' { $script:left = '' }
        }
    }
    $script:seen = ''
}

# What programs of ours must know of this shell, in a variable only where there is something to know.
function Publish-State {
    $isLeft = if ($script:left.Length -gt 0) { 'h' } else { '' }
    $state = [string]::Join('|', $isLeft, $script:firstEnvironment, $script:firstConda, $script:birth)
    if ($state -ceq '|||') {
        [Environment]::SetEnvironmentVariable('PYGUARD_PWSH', $nothing)
    } else {
        [Environment]::SetEnvironmentVariable('PYGUARD_PWSH', "$PID|$state")
    }
    [Environment]::SetEnvironmentVariable('PYGUARD_PWSH_FACTS', $nothing)
    $own = $nothing
    if ($script:ownByHand.Length -gt 0 -and $script:stampFile.Length -gt 0 -and $script:witnessFile.Length -gt 0) {
        $own = "$PID|$script:witnessFile|$script:stampFile|$script:ownByHand"
    }
    [Environment]::SetEnvironmentVariable('PYGUARD_PWSH_OWN', $own)
}

# Called whenever a command is looked up, a microsecond: tells what `pyguard doctor`, `status` and `explain` must know, since an
# alias runs no code, and where the prompt was replaced no hook does; and brings a wrapper back where the line needs it.
$onLookup = {
    [Diagnostics.DebuggerHidden()]
    param($origin, $lookup)
    if ([string]::Equals($lookup.CommandName, 'pyguard', 'OrdinalIgnoreCase')) {
        Publish-Fact $MyInvocation.HistoryId
    } elseif ([object]::ReferenceEquals($wrapped, $creatorNames) -and $names.Contains($lookup.CommandName)) {
        Set-Lookup $lookup $MyInvocation.Line
    }
}

# Where an environment's own come first, the aliases are away. A line that makes an environment elsewhere, brings another
# Python before it calls one, or sends elsewhere what is installed, is for the programs all the same.
function Set-Lookup($lookup, [string]$line) {
    $errors = $global:Error.Count
    try {
        $name = $lookup.CommandName
        if (-not ((Test-Follow $line $creating 'venv') -or (Test-Follow $line $moving 'pip|python') -or
                (Test-Redirection) -or (Test-Follow $line 'pip|python|easy_install' $redirecting)) -or
            $null -ne $variables.GetValue("Alias:$name") -or $null -ne $variables.GetValue("Function:$name")) { return }
        $lookup.Command = $invoke.GetCommand("$programs/$name", [Management.Automation.CommandTypes]::Application)
        $lookup.StopSearch = $true
    } catch {
        $lookup.StopSearch = $false
    } finally {
        Restore-Error $errors
    }
}

# Lines are counted: the one that runs is the one before which the prompt called the hook, or the prompt is lost.
function Publish-Fact([long]$line) {
    $errors = $global:Error.Count
    try {
        $hook = if ($line -eq $script:promptLine) { 'runs' } else { 'lost' }
        $isOff = if ($script:off) { 'yes' } else { '' }
        $isLeft = if ($script:left.Length -gt 0) { 'yes' } else { '' }
        $theirs = foreach ($name in $script:names) {
            $kind = Get-OwnKind $name
            if ($kind.Length -gt 0) { "${name}:$kind" }
        }
        $facts = "$PID shell=pwsh hook=$hook off=$isOff left=$isLeft theirs=$([string]::Join(',', @($theirs)))"
        [Environment]::SetEnvironmentVariable('PYGUARD_PWSH_FACTS', $facts)
    } catch {
        [Environment]::SetEnvironmentVariable('PYGUARD_PWSH_FACTS', $nothing)
    } finally {
        Restore-Error $errors
    }
}

# Whether the second stands somewhere after the first. One expression for both would take seconds for a long text.
function Test-Follow([string]$line, [regex]$first, [regex]$second) {
    $found = $first.Match($line)
    $found.Success -and $second.IsMatch($line, $found.Index + $found.Length)
}

function Test-Redirection {
    foreach ($name in $redirections) {
        if (-not [string]::IsNullOrEmpty([Environment]::GetEnvironmentVariable($name))) { return $true }
    }
    $false
}

# `alias` or `function` where a name is the user's own and leads past the wrappers; else empty.
function Get-OwnKind([string]$name) {
    if ($script:items.Exists("Alias:$name", $true, $true)) {
        $target = [string]$script:items.Get("Alias:$name")[0].Definition
        if ($target.StartsWith("$script:programs/", 'Ordinal')) { return '' }
        $isGuarded = $script:names.Contains($target) -and (Get-OwnKind $target).Length -eq 0
        if ($isGuarded) { return '' } else { return 'alias' }
    }
    if (-not $script:items.Exists("Function:$name", $true, $true)) { return '' }
    $body = $script:items.Get("Function:$name")[0].ScriptBlock.Ast
    foreach ($command in $body.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
        $called = [string]$command.GetCommandName()
        if ($called -ine $name -and $script:names.Contains($called) -and (Get-OwnKind $called).Length -eq 0) { return '' }
    }
    'function'
}
